"""Loads and stores that promise LLVM not to overlap, so that gathers vectorise.

Data flows upward through the levels: scene → ahead → back → nodes → row → point → plane. A
load of one level promises never to overlap a store of a higher one; nothing is promised within a
level. So a kernel may read rows while writing planes, but what it reads by a level's load it
must not have written by a higher level's store. All take 1-D contiguous arrays: no bounds
check, no negative index.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

LEVELS = ("scene", "ahead", "back", "nodes", "row", "point", "plane")


def _scopes(module: ir.Module, levels: tuple[str, ...]) -> Any:
    """Return the alias scope list for some levels; equal metadata merges across modules."""
    domain = module.add_metadata(["tableau-vivant"])
    return module.add_metadata([module.add_metadata([name, domain]) for name in levels])


def _address(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    data = context.make_array(array_type)(context, builder, array).data
    return builder.gep(data, [index], inbounds=True)


def _loader(level: str) -> Any:
    higher = LEVELS[LEVELS.index(level) + 1 :]

    @intrinsic
    def load(typing_context: Any, array: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            address = _address(context, builder, signature.args[0], *arguments)
            value = builder.load(address)
            if higher:
                value.set_metadata("noalias", _scopes(builder.module, higher))
            return value

        return array.dtype(array, index), generate

    return load


def _word_loader() -> Any:
    @intrinsic
    def load(typing_context: Any, array: Any, index: Any) -> Any:
        """Four bytes of a uint8 scene array from byte ``index`` on, first lowest, as uint32."""

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            address = _address(context, builder, signature.args[0], *arguments)
            word = builder.bitcast(address, ir.IntType(32).as_pointer())
            value = builder.load(word, align=1)
            value.set_metadata("noalias", _scopes(builder.module, LEVELS[1:]))
            return value

        return types.uint32(array, index), generate

    return load


def _storer(level: str) -> Any:
    @intrinsic
    def store(typing_context: Any, array: Any, index: Any, value: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            address = _address(context, builder, signature.args[0], *arguments[:2])
            written = builder.store(arguments[2], address)
            written.set_metadata("alias.scope", _scopes(builder.module, (level,)))
            return context.get_dummy_value()

        return types.void(array, index, array.dtype), generate

    return store


load_scene = _loader("scene")
load_word = _word_loader()
load_ahead = _loader("ahead")
load_back = _loader("back")
load_nodes = _loader("nodes")
load_row = _loader("row")
load_point = _loader("point")
store_ahead = _storer("ahead")
store_back = _storer("back")
store_nodes = _storer("nodes")
store_row = _storer("row")
store_point = _storer("point")
store_plane = _storer("plane")
