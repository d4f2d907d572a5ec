import type { ComponentChildren } from 'preact';

interface BarsProps {
	caption: string;
	what: string;
	value: string;
	rows: ReadonlyArray<{ name: string; title: ComponentChildren; value: number | null; text: string }>;
}

/** Bars, each in a table row with its number, for screen readers too. @param rows null: not known */
export function Bars({ caption, what, value: head, rows }: BarsProps) {
	const max = Math.max(0, ...rows.map(({ value }) => value ?? 0));
	return (
		<table class="bars">
			<caption>{caption}</caption>
			<thead class="unseen">
				<tr>
					<th scope="col">{what}</th>
					<th scope="col">{head}</th>
				</tr>
			</thead>
			<tbody>
				{rows.map(({ name, title, value, text }) => (
					<tr key={name}>
						<th scope="row">{title}</th>
						<td>
							<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
								<rect width={max === 0 || value === null ? 0 : (value / max) * 100} height="10" />
							</svg>
							<span>{text}</span>
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
