"""The commands of `ita`. Heavy imports stand inside the commands, so that `ita --help` is quick."""

import typer

from itaanalysis.commands._documents import batch, follow_up, pack, review, template
from itaanalysis.commands._scores import check, clean, report, samples, score

app = typer.Typer(
    help="ผลคะแนน ITA จาก Excel เป็นตาราง กราฟ จุดอ่อน และร่างมาตรการ",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (clean, report, check, score, samples, pack, template, batch, review, follow_up):
    app.command()(command)

__all__ = ["app"]
