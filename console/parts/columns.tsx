import { useId, useState } from 'preact/hooks';
import { defineWords } from '../words/words';

interface ColumnOfChart {
	name: string;
	value: number;
}

interface ColumnsProps {
	title: string;
	columns: ColumnOfChart[];
	format: (value: number) => string;
}

const height = 120;
const gap = 0.2;

export function Columns({ title, columns, format }: ColumnsProps) {
	const [isTable, setTable] = useState(false);
	const id = useId();
	const highest = Math.max(...columns.map(({ value }) => value), 0);
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
					<svg viewBox={`0 0 ${Math.max(columns.length, 1)} ${height}`} preserveAspectRatio="none" aria-hidden="true">
						{columns.map(({ name, value }, index) => {
							const size = highest === 0 ? 0 : (value / highest) * height;
							return (
								<rect key={name} class="chart-bar" x={index + gap / 2} width={1 - gap} y={height - size} height={size}>
									<title>{`${name}: ${format(value)}`}</title>
								</rect>
							);
						})}
					</svg>
					<p class="chart-scale" aria-hidden="true">
						<span>{columns[0]?.name}</span>
						<span>{words('highest', format(highest))}</span>
						<span>{columns.length > 1 ? columns.at(-1)!.name : ''}</span>
					</p>
				</>
			)}
			<div class={isTable ? undefined : 'unseen'}>
				<table class="table">
					<caption class="unseen">{title}</caption>
					<tbody>
						{columns.map(({ name, value }) => (
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
