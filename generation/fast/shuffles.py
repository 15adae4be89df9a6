"""Fetch what sixteen neighbouring samples need by shuffling whole rows, where the CPU can.

A gather costs a memory access a lane, though neighbours nearly always look at neighbouring
pixels, within 64 bytes of two rows. So these are loaded as they lie, and put in order in the
registers (AVX-512 VBMI). What lies further apart is left to the caller; everything is, on a
CPU without such instructions.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from generation.fast.compile import shuffles_bytes

LANES, BYTES = 16, 64
BACK = 8  # bytes in reach before those of the first sample
WORD, WIDE = ir.IntType(32), ir.IntType(64)
WORDS, VECTOR = ir.VectorType(WORD, LANES), ir.VectorType(ir.IntType(8), BYTES)
SHUFFLE = "llvm.x86.avx512.permvar.qi.512"


class _Data(NamedTuple):
    """The arguments of a fetch: addresses of the arrays, and numbers as 64-bit integers."""

    plane: Any
    pitch: Any
    xs: Any
    ys: Any
    first: Any
    words: Any
    apart: Any


def _same(value: int) -> Any:
    return ir.Constant(WORDS, [value] * LANES)


def _all(builder: Any, value: Any) -> Any:
    """Spread one word over all lanes."""
    one = builder.insert_element(ir.Constant(WORDS, ir.Undefined), value, WORD(0))
    return builder.shuffle_vector(one, one, _same(0))


def _pixels(builder: Any, places: Any, first: Any) -> Any:
    """Load sixteen places in 1/256 px and return their pixels."""
    address = builder.bitcast(builder.gep(places, [first]), WORDS.as_pointer())
    return builder.ashr(builder.load(address, align=4), _same(8))


def _least(builder: Any, a: Any, b: Any) -> Any:
    return builder.select(builder.icmp_signed("<", a, b), a, b)


def _corner(builder: Any, x: Any, y: Any, stride: int) -> Any:
    """Return the column and row from which the lanes lie to the right and below."""
    ends = (builder.extract_element(y, WORD(lane)) for lane in (0, LANES - 1))
    left = builder.sub(builder.extract_element(x, WORD(0)), WORD(BACK // stride))
    inside = builder.icmp_signed(">", left, WORD(0))
    return builder.select(inside, left, WORD(0)), _least(builder, *ends)


def _order(builder: Any, across: Any, stride: int) -> Any:
    """Return which four bytes of a row each lane takes."""
    offset = builder.bitcast(builder.mul(across, _same(stride)), VECTOR)
    lowest = ir.Constant(ir.VectorType(WORD, BYTES), [n & -4 for n in range(BYTES)])
    spread = builder.shuffle_vector(offset, offset, lowest)
    return builder.add(spread, ir.Constant(VECTOR, [n & 3 for n in range(BYTES)]))


def _rows(builder: Any, data: _Data, start: Any, order: Any, count: int) -> list[Any]:
    """Load rows one below the other and return the words the lanes take of each."""
    shuffle = builder.module.declare_intrinsic(
        SHUFFLE, (), ir.FunctionType(VECTOR, [VECTOR, VECTOR])
    )
    found = []
    for n in range(count):
        at = builder.add(start, builder.mul(data.pitch, WIDE(n)))
        address = builder.bitcast(builder.gep(data.plane, [at]), VECTOR.as_pointer())
        ordered = builder.call(shuffle, [builder.load(address, align=1), order])
        found.append(builder.bitcast(ordered, WORDS))
    return found


def _fetch(builder: Any, data: _Data, rows: int, stride: int) -> Any:
    """Build the fetch of ``rows`` words a lane and return whether all lanes were in reach."""
    x, y = (_pixels(builder, places, data.first) for places in (data.xs, data.ys))
    left, top = _corner(builder, x, y, stride)
    across, down = builder.sub(x, _all(builder, left)), builder.sub(y, _all(builder, top))
    near = builder.icmp_unsigned("<=", across, _same((BYTES - 4) // stride))
    near = builder.and_(near, builder.icmp_unsigned("<=", down, _same(1)))
    start = builder.add(
        builder.mul(builder.sext(top, WIDE), data.pitch),
        builder.mul(builder.sext(left, WIDE), WIDE(stride)),
    )
    found = _rows(builder, data, start, _order(builder, across, stride), rows + 1)
    lower = builder.icmp_unsigned("!=", down, _same(0))
    for n in range(rows):
        at = builder.add(data.first, builder.mul(data.apart, WIDE(n)))
        address = builder.bitcast(builder.gep(data.words, [at]), WORDS.as_pointer())
        builder.store(builder.select(lower, found[n + 1], found[n]), address, align=4)
    lanes = ir.IntType(LANES)
    return builder.icmp_unsigned("==", builder.bitcast(near, lanes), lanes(0xFFFF))


def _fetcher(rows: int, stride: int) -> Any:
    @intrinsic
    def fetch(
        typing_context: Any, plane: Any, pitch: Any, xs: Any, ys: Any, first: Any, words: Any,
        apart: Any,
    ) -> Any:  # fmt: skip
        """Write the word at each place (xs, ys)[first:first + 16], and those of the rows below
        it, to words[first + row * apart:]; say whether that succeeded.

        plane: flat uint8, ``pitch`` bytes a row, with a row and 64 bytes to spare; places: int32
        in 1/256 px, not negative; words: uint32.
        """

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            if not shuffles_bytes():
                return context.get_constant(types.boolean, False)
            data = _Data(*(
                context.make_array(kind)(context, builder, value).data
                if isinstance(kind, types.Array)
                else context.cast(builder, value, kind, types.int64)
                for kind, value in zip(signature.args, arguments, strict=True)
            ))  # fmt: skip
            return _fetch(builder, data, rows, stride)

        return types.boolean(plane, pitch, xs, ys, first, words, apart), generate

    return fetch


fetch_four_rows = _fetcher(4, 1)
fetch_two_rows_of_pairs = _fetcher(2, 2)
