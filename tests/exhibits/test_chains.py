"""Chains through the real queue: words → picture → film → finish → clip, restart, cancel, costs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from django.conf import settings as site
from django.contrib.auth.models import User

import generation
from exhibits.book.models import Entry
from exhibits.catalogue.actions import decide_movement
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.chains import actions, making
from exhibits.chains.lines import labels_of_step
from exhibits.chains.making import Watch
from exhibits.chains.models import ChainRun, ChainStep
from exhibits.chains.telling import tell_step
from exhibits.jobs.models import Job
from exhibits.jobs.running import LeaseLost
from exhibits.refusal import Refused
from tests.exhibits.chains import curator, engines, labour, picture, step
from tests.makers import GradientEngine

__all__ = ["curator", "engines", "picture"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)

WHOLE = [
    step("text-to-image", prompt="a boat", seed=5, size=[160, 128]),
    step("image-to-video", seconds=1, size=[160, 128]),
    step("finish", "", {"finish": "film"}),
    step("clip", "", {"turns": 2, "fps": 12, "language": "en"}),
]


def begun(user: User, *steps: Any, **more: Any) -> ChainRun:
    return actions.begin({"name": "Boat", "steps": list(steps), **more}, user)


def made(user: User, *steps: Any, **more: Any) -> ChainRun:
    run = begun(user, *steps, **more)
    labour()
    for one in run.line():
        assert one.done, (one.number, one.job and (one.job.state, one.job.failure_en))
    return run


def test_a_whole_chain_with_its_record(curator: User) -> None:
    run = made(curator, *WHOLE)
    line = run.line()
    assert [Path(one.file).suffix for one in line] == [".png", ".mp4", ".mp4", ".mp4"]
    for one, before in zip(line, [None, *line], strict=False):
        assert one.sha256 == generation.picture_digest(one.path)
        assert one.input_sha256 == (before.sha256 if before else "")
        assert one.told["output"] == one.sha256 and one.told["input"] == one.input_sha256
        labels = labels_of_step(one)
        assert labels.source_type.endswith("trainedAlgorithmicMedia")
        assert labels.metadata["comment"].encode() in one.path.read_bytes(), "its own tags say so"
        assert "not reviewed" in labels.short.en
    first, film, finished, clip = (one.told for one in line)
    assert first["parameters"]["prompt"] == "a boat" and first["parameters"]["seed"] == 5
    assert first["models"] == [["gradient.safetensors", "e" * 64]]
    assert [one["draws"] for one in (first, film, finished, clip)] == [
        "generated", "generated", "animation", "animation"
    ]  # fmt: skip
    assert finished["parameters"]["finish"] == "film" and clip["parameters"]["turns"] == 2
    assert line[1].made["measures"]["clip"]["flashes"]["safe"] is True
    assert line[1].made["measures"]["difference"]["psnr"], "beside the picture it began with"
    with av.open(str(line[3].path)) as opened:
        assert len(list(opened.decode(video=0))) == pytest.approx(24, abs=1)
    entries = Entry.objects.filter(subject=f"chain:{run.pk}")
    verbs = list(entries.order_by("number").values_list("verb", flat=True))
    assert verbs == ["chain begun"] + ["chain step made"] * 4
    assert not list(Path(site.JOBS_DIR).rglob("*")), "nothing unfinished is left"


def test_a_new_beginning_keeps_what_was_before(curator: User) -> None:
    run = made(curator, *WHOLE[:2])
    first, second = run.line()
    old = second.path
    actions.begin_again(
        run, 2, {"steps": [step("image-to-video", seconds=2, size=[160, 128])]}, curator
    )
    labour()
    again = run.line()
    assert again[0].sha256 == first.sha256 and again[0].pk == first.pk
    assert again[1].done and again[1].sha256 != second.sha256
    assert again[1].made["seconds"] == pytest.approx(2) and not old.exists()
    assert again[1].input_sha256 == first.sha256
    actions.begin_again(run, 2, {}, curator)  # the same once more
    labour()
    assert run.line()[1].told["parameters"] == again[1].told["parameters"]
    assert run.line()[0].path.exists() and run.line()[1].input_sha256 == first.sha256


def test_what_comes_later_is_made_anew(curator: User) -> None:
    run = made(curator, *WHOLE[:3])
    before = [one.sha256 for one in run.line()]
    steps = [step("text-to-image", prompt="a boat", seed=6, size=[160, 128]), *WHOLE[1:3]]
    actions.begin_again(run, 1, {"steps": steps}, curator)
    labour()
    after = [one.sha256 for one in run.line()]
    assert len(after) == 3 and all(after) and not set(before) & set(after)
    known = {one.file for one in run.line()}
    assert {path.name for path in run.line()[0].path.parent.iterdir()} == known


def test_cancel_between_frames_and_go_on(curator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exhibits.jobs.running.SPEAK_EVERY", 0.0)
    run, heard = begun(curator, *WHOLE[:3]), [0]
    tell = Watch.__call__

    def stopping(watch: Watch, done: int, total: int, preview: Any = None) -> None:
        heard[0] += 1
        if heard[0] == 4:
            actions.stop(ChainRun.objects.get())
        tell(watch, done, total, preview)

    monkeypatch.setattr(Watch, "__call__", stopping)
    labour()
    line = run.line()
    assert [one.state for one in line] == ["done", "cancelled", "planned"]
    assert heard[0] == 4, "no frame was drawn after that"
    assert not list(Path(site.JOBS_DIR).rglob("*"))
    folder = line[0].path.parent
    assert {path.name for path in folder.iterdir()} == {line[0].file}, "nor a preview left"
    monkeypatch.setattr(Watch, "__call__", tell)
    actions.go_on(run, {}, curator)
    labour()
    assert [one.state for one in run.line()] == ["done"] * 3
    assert run.line()[0].sha256 == line[0].sha256
    with pytest.raises(Refused, match="not at work"):
        actions.stop(run)


def test_a_preview_is_labelled(curator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    show = making.show_preview

    def look(one: ChainStep, rgb: Any) -> None:
        show(one, rgb)
        seen.append(actions.preview_of(one).read_bytes())

    monkeypatch.setattr(making, "show_preview", look)
    run = made(curator, WHOLE[0])
    comment = labels_of_step(run.line()[0]).metadata["comment"].encode()
    assert seen and all(comment in data for data in seen)


def test_pictures_are_measured_against_their_painting(curator: User, picture: ArtworkImage) -> None:
    run = made(curator, step("upscaling", size=[480, 352]), image=str(picture.pk))
    told = run.line()[0].made
    assert told["size"] == [480, 352] and told["measures"]["clip"]["sharpness"]["lowest"] > 0


def test_what_cannot_be_measured_is_made_all_the_same(
    curator: User, picture: ArtworkImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.quality.reader.LONGEST_SIDE", 200)  # of the painting: 320
    run = made(curator, WHOLE[1], image=str(picture.pk))
    told = run.line()[0].made
    assert told["measures"]["clip"]["flashes"]["safe"] and "difference" not in told["measures"]
    assert "200" in told["warnings"][0]["en"] and "200" in told["warnings"][0]["ru"]
    assert tell_step(run.line()[0], []).warnings == [told["warnings"][0]["ru"]]


def test_orphans_are_swept_and_others_left_alone(curator: User) -> None:
    run = made(curator, WHOLE[0])
    one = run.line()[0]
    other = ChainStep.objects.create(run=run, number=9, kind="finish")
    busy = Job.objects.create(
        kind="step", state="running", arguments={"step": str(other.pk)}, subject=""
    )
    folder = one.path.parent
    kept = {one.file, f"{busy.pk.hex}.mp4", f"{other.pk.hex}.preview.jpg"}
    for name in (*kept - {one.file}, "0" * 32 + ".mp4", f"{one.pk.hex}.preview.jpg"):
        (folder / name).write_bytes(b"half")
    second = made(curator, WHOLE[0]).line()[0]
    assert {path.name for path in folder.iterdir()} == kept | {second.file}


def test_money_is_said_confirmed_and_spent_once(curator: User, monkeypatch: Any) -> None:
    dear = step("text-to-image", "dear", prompt="gold", size=[64, 64])
    with pytest.raises(Refused, match=r"0\.50 USD"):
        begun(curator, dear)
    with pytest.raises(Refused, match="Confirm"):
        begun(curator, dear, agreed={"USD": 0.49})
    assert not ChainRun.objects.exists() and not Job.objects.exists()
    run = begun(curator, dear, agreed={"USD": 0.5})
    finished = making._finished

    def dies(*given: Any) -> Any:
        raise LeaseLost

    monkeypatch.setattr(making, "_finished", dies)  # after it was paid for
    labour()
    job = Job.objects.get()
    assert job.state == "running" and GradientEngine.paid == ["gold"]
    monkeypatch.setattr(making, "_finished", finished)
    Job.objects.update(held_until=job.created_at)
    from exhibits.jobs.tasks import run_job

    assert run_job.call(job_id=str(job.pk)) == "done"
    assert run.line()[0].done and GradientEngine.paid == ["gold"], "paid once"
    assert run.line()[0].told["cost"] == {"amount": 0.5, "currency": "USD"}


def test_what_an_engine_refuses_is_refused_before_it_waits(curator: User) -> None:
    with pytest.raises(Refused, match="Step 1: That is not drawn here"):
        begun(curator, step("text-to-image", prompt="forbidden", size=[64, 64]))
    with pytest.raises(Refused, match=r"Step 2.*cannot follow"):
        begun(curator, WHOLE[0], WHOLE[2])
    with pytest.raises(Refused, match="cannot do this"):
        begun(curator, step("text-to-image", "film", {"film": "f" * 64}))
    with pytest.raises(Refused, match="strength"):
        begun(curator, step("text-to-image", options={"strength": 7}))
    with pytest.raises(Refused, match="Step 2"):
        begun(curator, WHOLE[0], step("image-to-video", fps=-1))
    assert not ChainRun.objects.exists()


def test_a_decision_that_it_may_not_move(
    curator: User, picture: ArtworkImage, person: Callable[[str], User], monkeypatch: Any
) -> None:
    run = made(curator, WHOLE[1], image=str(picture.pk))
    assert run.line()[0].told["draws"] == "modified"
    assert run.line()[0].input_sha256 == picture.stored_sha256
    work, registrar = picture.artwork, person("registrar")
    monkeypatch.setattr(making, "LOOK_EVERY", 0.0)
    waiting, tell, heard = begun(curator, WHOLE[1], image=str(picture.pk)), Watch.__call__, [0]

    def decided(watch: Watch, *told: Any) -> None:
        heard[0] += 1
        if heard[0] == 3:
            decide_movement(work, Artwork.May.NO, "The heirs asked.", registrar)
        tell(watch, *told)

    monkeypatch.setattr(Watch, "__call__", decided)
    labour()
    job = waiting.line()[0].job
    assert job and job.state == "failed" and "may not move" in job.failure_en and heard[0] == 3
    with pytest.raises(Refused, match="may not move"):
        begun(curator, WHOLE[1], image=str(picture.pk))
    with pytest.raises(Refused, match="may not move"):
        actions.try_another(run, 1, {"engine": "gradient"}, curator)


def test_tries_beside_one_another(curator: User) -> None:
    run = made(curator, *WHOLE[:3])
    first, film, finished = run.line()
    told = {
        "engine": "gradient",
        "options": {"strength": 0.5},
        "request": {"seconds": 2, "size": [160, 128]},
    }
    other = actions.try_another(run, 2, told, curator)
    with pytest.raises(Refused, match="not made"):
        actions.choose(other, curator)
    labour()
    other.refresh_from_db()
    assert other.done and other.variant == 1 and other.input_sha256 == first.sha256
    assert [one.pk for one in run.line()] == [first.pk, film.pk, finished.pk], "beside, not after"
    actions.choose(other, curator)
    line = run.line()
    assert [one.pk for one in line[:2]] == [first.pk, other.pk]
    assert line[2].state == "planned" and line[2].input_id == other.pk
    actions.go_on(run, {}, curator)
    labour()
    assert run.line()[2].input_sha256 == other.sha256
    assert run.steps.get(pk=film.pk).done, "the other is not lost"


def test_at_work_nothing_else_is_begun(curator: User) -> None:
    run = begun(curator, *WHOLE[:2])
    for act in (lambda: actions.begin_again(run, 1, {}, curator),
                lambda: actions.remove(run, curator)):  # fmt: skip
        with pytest.raises(Refused, match="at work"):
            act()
    labour()
    files = [one.path for one in run.line()]
    actions.remove(run, curator)
    assert not ChainRun.objects.exists() and not any(path.exists() for path in files)


def test_a_job_of_a_step_begun_anew_keeps_nothing(curator: User, monkeypatch: Any) -> None:
    run = begun(curator, WHOLE[0])
    finished = making._finished

    def begun_anew(*given: Any) -> Any:
        ChainStep.objects.update(job=None)
        return finished(*given)

    monkeypatch.setattr(making, "_finished", begun_anew)
    labour()
    assert Job.objects.get().state == "cancelled"
    assert not run.line()[0].done
