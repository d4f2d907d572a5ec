import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Problem, toProblem } from '../../api/problem';
import { may } from '../../api/session';
import { CopyButton } from '../../parts/copy-button';
import { Fault } from '../../parts/fault';
import { Time } from '../../parts/time';
import { toast } from '../../parts/toasts';
import type { Incident } from './engine';
import type { InstancePartProps } from './instance-part';
import { instanceWords as words } from './instance-words';

interface Group {
	key: string;
	incidents: Incident[];
}

/** Shows incidents, one line for each error with its count; empty without any. */
export function InstanceIncidents({ shown: { incidents }, select, reload }: InstancePartProps) {
	const [problem, setProblem] = useState<Problem>();
	const [isBusy, setBusy] = useState(false);
	if (incidents.length === 0) return null;
	const retry = (some: Incident[]) => {
		setBusy(true);
		setProblem(undefined);
		resolveAll(some)
			.then(() => toast({ text: words('retried', some.length), kind: 'good' }))
			.catch((fault: unknown) => setProblem(toProblem(fault)))
			.finally(() => (setBusy(false), reload()));
	};
	return (
		<section class="card failures" aria-labelledby="incidents">
			<h2 id="incidents">{words('incidents')}</h2>
			{problem && <Fault problem={problem} />}
			<ul class="lines">
				{groupIncidents(incidents).map(({ key, incidents: some }) => (
					<li key={key}>
						<p class="line-text">
							<strong>{some[0]!.errorType}</strong> <span class="count">{words('times', some.length)}</span>{' '}
							<button type="button" class="button plain" onClick={() => select(some[0]!.elementId)}>
								{words('at', some[0]!.elementId)}
							</button>
							<span class="quiet">
								<Time at={some[0]!.creationTime} />
							</span>
							<span class="excerpt">{some[0]!.errorMessage}</span>
						</p>
						<p class="actions">
							{may('process:run') && (
								<button type="button" class="button" disabled={isBusy} onClick={() => retry(some)}>
									{words(some.length > 1 ? 'retryAll' : 'retry')}
								</button>
							)}
							<CopyButton text={sayAll(some)} about={some[0]!.errorType} />
						</p>
					</li>
				))}
			</ul>
			{!may('process:run') && <p class="quiet">{words('retryRefused')}</p>}
		</section>
	);
}

function groupIncidents(incidents: Incident[]): Group[] {
	const groups = new Map<string, Group>();
	for (const incident of incidents) {
		const key = JSON.stringify([incident.errorType, incident.elementId, incident.errorMessage]);
		const group = groups.get(key) ?? { key, incidents: [] };
		group.incidents.push(incident);
		groups.set(key, group);
	}
	return [...groups.values()].sort((one, other) => other.incidents.length - one.incidents.length);
}

const sayAll = (some: Incident[]): string => {
	const { errorType, elementId, errorMessage, processInstanceKey } = some[0]!;
	return [errorType, `${elementId} ${processInstanceKey}`, errorMessage, some.map(({ incidentKey }) => incidentKey).join(' ')].join('\n');
};

/** One after the other: a refusal does not undo earlier ones. */
async function resolveAll(incidents: Incident[]): Promise<void> {
	for (const { incidentKey, jobKey } of incidents) {
		if (jobKey) await call(`PATCH /v2/jobs/${jobKey}`, { body: { changeset: { retries: 1 } } });
		await call(`POST /v2/incidents/${incidentKey}/resolution`, { body: {} });
	}
}
