import { useId, useState } from 'preact/hooks';
import { defineWords } from '../words/words';

export interface Bar {
	/** Names the bar, such as a day. */
	name: string;
	value: number;
}

interface BarsProps {
	title: string;
	bars: Bar[];
	format: (value: number) => string;
}

const height = 120;
const gap = 0.2;

/** Values side by side, as a picture and, on a click, as a table. Readers of a screen get the table. */
export function Bars({ title, bars, format }: BarsProps) {
	const [isTable, setTable] = useState(false);
	const id = useId();
	const highest = Math.max(...bars.map(({ value }) => value), 0);
	return (
		<figure class="chart" aria-labelledby={id}>
			<figcaption id={id}>
				{title}
				<button type="button" class="button plain" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
					{words('asTable')}
				</button>
			</figcaption>
			{!isTable && (
				<>
					<svg viewBox={`0 0 ${Math.max(bars.length, 1)} ${height}`} preserveAspectRatio="none" aria-hidden="true">
						{bars.map(({ name, value }, index) => {
							const size = highest === 0 ? 0 : (value / highest) * height;
							return (
								<rect key={name} class="chart-bar" x={index + gap / 2} width={1 - gap} y={height - size} height={size}>
									<title>{`${name}: ${format(value)}`}</title>
								</rect>
							);
						})}
					</svg>
					<p class="chart-scale" aria-hidden="true">
						<span>{bars[0]?.name}</span>
						<span>{words('highest', format(highest))}</span>
						<span>{bars.length > 1 ? bars.at(-1)!.name : ''}</span>
					</p>
				</>
			)}
			<div class={isTable ? undefined : 'unseen'}>
				<table class="table">
					<caption class="unseen">{title}</caption>
					<tbody>
						{bars.map(({ name, value }) => (
							<tr key={name}>
								<th scope="row">{name}</th>
								<td class="number">{format(value)}</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
		</figure>
	);
}

const words = defineWords(
	{ asTable: 'As a table', highest: (value: string) => `at most ${value}` },
	{ asTable: 'Como tabela', highest: (value) => `no máximo ${value}` },
);
