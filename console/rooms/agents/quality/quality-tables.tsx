import { DataTable } from '../../../parts/data-table';
import { Empty } from '../../../parts/empty';
import { formatInterval } from '../../../parts/share-chart';
import { Status } from '../../../parts/status';
import { Time } from '../../../parts/time';
import { formatNumber, formatShare } from '../../../words/format';
import { agentsWords as words } from '../agents-words';
import { evaluationWords } from './evaluation-words';
import type { Evaluation, VersionQuality } from './quality-days';

const whole = { isLoading: false, reload: () => undefined };
const signed = { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' } as const;
const share = (value: number | null): string => (value === null ? '–' : formatShare(value));

export const VersionTable = ({ versions }: { versions: VersionQuality[] }) => (
	<DataTable
		caption={words('quality')}
		pages={{ ...whole, items: versions.toReversed() }}
		keyOf={({ version }) => version}
		empty={
			<Empty title={words('noQuality')}>
				<p>{words('noQualityHelp')}</p>
			</Empty>
		}
		columns={[
			{ name: 'version', title: words('version'), isMain: true, show: ({ version }) => version },
			{ name: 'runs', title: words('runCount'), isNumber: true, show: ({ runs }) => formatNumber(runs) },
			{ name: 'success', title: words('success'), isNumber: true, show: ({ success }) => share(success) },
			{ name: 'judged', title: words('judged'), isNumber: true, show: ({ judged }) => formatNumber(judged) },
			{ name: 'quality', title: words('judgedGood'), isNumber: true, show: ({ quality }) => share(quality) },
			{ name: 'supported', title: words('supported'), isNumber: true, show: ({ supported }) => share(supported) },
			{
				name: 'p95',
				title: words('most'),
				isNumber: true,
				show: ({ p95Seconds }) => (p95Seconds === null ? '–' : `${formatNumber(p95Seconds)} s`),
			},
		]}
	/>
);

export const EvaluationTable = ({ evaluations }: { evaluations: Evaluation[] }) =>
	evaluations.length === 0 ? null : (
		<section class="section">
			<h3>{words('evaluations')}</h3>
			<DataTable
				caption={words('evaluations')}
				pages={{ ...whole, items: evaluations.toReversed() }}
				keyOf={({ set, version, at }) => `${set} ${version} ${at}`}
				empty={null}
				columns={[
					{ name: 'set', title: words('set'), isMain: true, show: ({ set }) => set },
					{ name: 'version', title: words('version'), show: ({ version }) => version },
					{
						name: 'passed',
						title: words('cases'),
						isNumber: true,
						show: ({ passed, cases }) => `${formatNumber(passed)} / ${formatNumber(cases)}`,
					},
					{ name: 'interval', title: words('interval'), isNumber: true, show: ({ share }) => formatInterval(share) },
					{ name: 'score', title: words('score'), isNumber: true, show: ({ score }) => formatShare(score) },
					{ name: 'at', title: words('when'), show: ({ at }) => <Time at={at} /> },
					{
						name: 'difference',
						title: evaluationWords('difference'),
						isNumber: true,
						show: ({ difference }) => difference && `${formatNumber(difference.value, signed)} (${formatInterval(difference)})`,
					},
					{
						name: 'worse',
						title: words('compared'),
						show: ({ worseThan }) =>
							worseThan && <Status tone="bad">{words('worseThan', worseThan.version, worseThan.passed, worseThan.cases)}</Status>,
					},
				]}
			/>
		</section>
	);
