import { useId, useState } from 'preact/hooks';
import { formatDay, formatNumber, formatShare, formatTime } from '../words/format';
import { defineWords } from '../words/words';

/** A share with its 95 % interval. */
export interface Interval {
	value: number;
	low: number;
	high: number;
}

export interface ShareSeries {
	name: string;
	points: Array<{ at: number; share: Interval; passed: number; all: number; about?: string }>;
}

interface ShareChartProps {
	title: string;
	what: string;
	series: ShareSeries[];
	isByDay?: boolean;
}

const width = 600;
const height = 160;
const pad = 12;
/** More cannot be told apart by shape and colour. Earlier ones are in the table. */
const maxSeries = 5;
const shapes = [
	'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0',
	'M-5 -5H5V5H-5Z',
	'M0 -6L6 5H-6Z',
	'M0 -7L7 0L0 7L-7 0Z',
	'M-6 -2H-2V-6H2V-2H6V2H2V6H-2V2H-6Z',
];

export function ShareChart({ title, what, series, isByDay = false }: ShareChartProps) {
	const [isTable, setTable] = useState(false);
	const id = useId();
	const drawn = series.slice(-maxSeries);
	const times = drawn.flatMap(({ points }) => points.map(({ at }) => at));
	const from = Math.min(...times);
	const to = Math.max(...times);
	const x = (at: number) => (from === to ? width / 2 : pad + ((at - from) / (to - from)) * (width - 2 * pad));
	const y = (share: number) => pad + (1 - share) * (height - 2 * pad);
	const tell = isByDay ? formatDay : formatTime;
	return (
		<figure class="chart shares" aria-labelledby={id}>
			<figcaption id={id}>
				{title}
				<button type="button" class="button plain" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
					{words('asTable')}
				</button>
			</figcaption>
			{!isTable && (
				<div aria-hidden="true">
					<svg viewBox={`0 0 ${width} ${height}`}>
						{[0, 0.5, 1].map((share) => (
							<path key={share} class="grid" d={`M0 ${y(share)}H${width}`} />
						))}
						{drawn.map(({ name, points }, index) => (
							<g key={name} class={`series-${index}`}>
								<path class="line" d={`M${points.map(({ at, share }) => `${x(at)} ${y(share.value)}`).join('L')}`} />
								{points.map(({ at, share, passed, all }) => (
									<g key={at}>
										<path class="interval" d={`M${x(at)} ${y(share.low)}V${y(share.high)}`} />
										<path class="point" transform={`translate(${x(at)} ${y(share.value)})`} d={shapes[index]}>
											<title>{`${name}, ${tell(at)}: ${words('of', passed, all)}, ${formatShare(share.value)}`}</title>
										</path>
									</g>
								))}
							</g>
						))}
					</svg>
					<p class="chart-scale">
						<span>{tell(from)}</span>
						<span>{words('scale')}</span>
						<span>{from === to ? '' : tell(to)}</span>
					</p>
					<ul class="legend">
						{drawn.map(({ name }, index) => (
							<li key={name} class={`series-${index}`}>
								<svg viewBox="-8 -8 16 16">
									<path class="point" d={shapes[index]} />
								</svg>
								{name}
							</li>
						))}
					</ul>
				</div>
			)}
			<div class={isTable ? undefined : 'unseen'}>
				<table class="table">
					<caption class="unseen">{title}</caption>
					<thead>
						<tr>
							<th scope="col">{what}</th>
							<th scope="col">{words('when')}</th>
							<th scope="col">{words('passed')}</th>
							<th scope="col">{words('share')}</th>
							<th scope="col">{words('interval')}</th>
						</tr>
					</thead>
					<tbody>
						{series.flatMap(({ name, points }) =>
							points.map(({ at, share, passed, all, about }) => (
								<tr key={`${name} ${at}`}>
									<th scope="row">
										{name} {about !== undefined && <span class="quiet">{about}</span>}
									</th>
									<td>{tell(at)}</td>
									<td class="number">{words('of', passed, all)}</td>
									<td class="number">{formatShare(share.value)}</td>
									<td class="number">{formatInterval(share)}</td>
								</tr>
							)),
						)}
					</tbody>
				</table>
			</div>
		</figure>
	);
}

/** `62% to 97%`; also for a difference. */
export const formatInterval = ({ low, high }: Pick<Interval, 'low' | 'high'>): string =>
	words('range', formatShare(low), formatShare(high));

const words = defineWords(
	{
		asTable: 'As a table',
		when: 'When',
		passed: 'Passed',
		share: 'Share',
		interval: '95 % interval',
		scale: '0 to 100 %, with intervals of 95 %',
		range: (low: string, high: string) => `${low} to ${high}`,
		of: (passed: number, all: number) => `${formatNumber(passed)} of ${formatNumber(all)}`,
	},
	{
		asTable: 'Como tabela',
		when: 'Quando',
		passed: 'Passaram',
		share: 'Parte',
		interval: 'Intervalo de 95 %',
		scale: '0 a 100 %, com intervalos de 95 %',
		range: (low, high) => `${low} a ${high}`,
		of: (passed, all) => `${formatNumber(passed)} de ${formatNumber(all)}`,
	},
);
