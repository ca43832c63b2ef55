"""How far each row of a report is from its goal, as SVG: bars on a logarithmic scale, the goal a line."""
import html
import math

WIDTH, LEFT, ROW, TOP = 960, 430, 26, 40
DECADES = (-2, 1)  # a hundredth of the goal … ten times the goal


def position(times_goal):
    low, high = DECADES
    at = min(max(math.log10(max(times_goal, 1e-9)), low), high)
    return LEFT + (WIDTH - LEFT - 90) * (at - low) / (high - low)


def of_goal(row):
    """1 is the goal, less is better, whichever way the goal is put."""
    if row["at_least"]:
        return row["goal"] / row["ratio"] if row["ratio"] else math.inf
    return row["ratio"] / row["goal"]


def bar(row, y):
    title = html.escape(f"{row['work']} / {row['peer']}")
    short = html.escape(row["work"] if len(row["work"]) < 62 else row["work"][:60] + "…")
    yield f'<g><title>{title}</title><text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{short}</text>'
    if row["verdict"] == "not measured":
        yield f'<text x="{LEFT + 6}" y="{y + 15}" class="quiet">not measured</text></g>'
        return
    value = of_goal(row)
    yield f'<rect x="{LEFT}" y="{y + 3}" width="{max(position(value) - LEFT, 1):.1f}" height="{ROW - 9}" class="{row["verdict"]}"/>'
    yield f'<text x="{position(value) + 6:.1f}" y="{y + 15}">{value:.2f} × goal</text></g>'


def chart(rows):
    height = TOP + ROW * len(rows) + 16
    goal = position(1)
    style = ("text{font:12px sans-serif;fill:#333}.quiet{fill:#888}.met{fill:#2b8a57}.short{fill:#c4512d}line{stroke:#333;stroke-dasharray:4 3}"
             "@media(prefers-color-scheme:dark){text{fill:#ddd}line{stroke:#ddd}}")
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="Each row of the report as a multiple of its goal; left of the line is better">',
             f"<style>{style}</style>", f'<text x="{goal:.1f}" y="22" text-anchor="middle">goal</text>']
    for index, row in enumerate(rows):
        parts += bar(row, TOP + ROW * index)
    parts += [f'<line x1="{goal:.1f}" y1="28" x2="{goal:.1f}" y2="{height - 8}"/>', "</svg>", ""]
    return "\n".join(parts)
