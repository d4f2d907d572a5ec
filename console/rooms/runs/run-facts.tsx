import type { ComponentChildren } from 'preact';
import { CopyButton } from '../../parts/copy-button';
import { Time } from '../../parts/time';
import { formatDuration, formatNumber } from '../../words/format';
import type { ShownRun, Step } from './run';
import { sayCost } from './run-costs';
import { runWords as words } from './run-words';

export function RunFacts({ run }: { run: ShownRun }) {
	const { runId, agent, by, startedAt, host, usage, recorded, waiting, steps = [] } = run;
	const facts: Array<[title: string, content: ComponentChildren | undefined]> = [
		[
			words('run'),
			<>
				<code>{runId}</code> <CopyButton text={runId} about={words('run')} />
			</>,
		],
		[words('version'), agent?.version !== '?' && agent?.version],
		[words('askedBy'), by],
		[words('where'), host],
		[words('began'), startedAt && <Time at={startedAt} isExact />],
		[words('decideBy'), run.state === 'waiting' && waiting && <Time at={waiting.decideBy} />],
		[words('took'), usage && usage.durationMs > 0 && formatDuration(usage.durationMs)],
		[words('slowest'), findSlowest(steps)],
		[words('tokens'), usage && words('inputOutput', formatNumber(usage.inputTokens), formatNumber(usage.outputTokens))],
		[words('cost'), usage && sayCost(usage)],
		[words('recorded'), recorded !== undefined && words('recordedWhole', recorded)],
		[words('definition'), agent?.sha256 && <code title={agent.sha256}>{agent.sha256.slice(0, 12)}</code>],
	];
	return (
		<dl>
			{facts.map(
				([title, content]) =>
					content && (
						<div key={title} class="fact">
							<dt>{title}</dt>
							<dd>{content}</dd>
						</div>
					),
			)}
		</dl>
	);
}

/** An agent call counts by its steps; waits for people do not count. */
function findSlowest(steps: readonly Step[]): string | undefined {
	const calls = new Set(steps.map(({ team }) => team?.call));
	const nameOf = (step: Step): string | undefined => {
		if (step.kind === 'model') return step.model ?? undefined;
		if (step.kind !== 'tool') return undefined;
		return calls.has([step.team?.call, step.callId].filter(Boolean).join('/')) ? undefined : step.tool;
	};
	const named = steps.flatMap((step) => (nameOf(step) === undefined ? [] : [{ name: nameOf(step)!, durationMs: step.durationMs }]));
	if (named.length < 2) return undefined;
	const { name, durationMs } = named.reduce((most, one) => (one.durationMs > most.durationMs ? one : most));
	return `${name}, ${formatDuration(durationMs)}`;
}
