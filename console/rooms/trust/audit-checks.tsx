import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Problem, toProblem } from '../../api/problem';
import { downloadText } from '../../parts/download-text';
import { Fault } from '../../parts/fault';
import { Status } from '../../parts/status';
import { toastFault } from '../../parts/toasts';
import { trustWords as words } from './trust-words';

/** Changes that the log lacks so far, and those it never takes. */
interface Outbox {
	waiting: number;
	foreign: number;
}

interface Verified {
	ok: boolean;
	entries: number;
	waiting: number;
	registry: Outbox;
	tasks?: Outbox;
	index?: number;
	problem?: string;
}

export function AuditChecks() {
	const [state, setState] = useState<{ verified?: Verified; problem?: Problem; isBusy: boolean }>({ isBusy: false });
	const verify = () => {
		setState({ isBusy: true });
		call<Verified>('GET audit/verify')
			.then((verified) => setState({ verified, isBusy: false }))
			.catch((fault: unknown) => setState({ problem: toProblem(fault), isBusy: false }));
	};
	const download = () =>
		call<{ checkpoint: string | null; key: string }>('GET audit/checkpoint')
			.then(({ checkpoint, key }) => downloadText('audit-checkpoint.txt', `${checkpoint ?? ''}\n${key}\n`))
			.catch(toastFault);
	const { verified, problem, isBusy } = state;
	return (
		<section class="card" aria-busy={isBusy}>
			<p class="actions">
				<button type="button" class="button" disabled={isBusy} onClick={verify}>
					{words('verifyAll')}
				</button>
				<button type="button" class="button" onClick={() => void download()}>
					{words('downloadCheckpoint')}
				</button>
				<span class="quiet">{words('checkpointLead')}</span>
			</p>
			<div role="status">
				{verified && (
					<p class="line">
						<Status tone={verified.ok ? 'good' : 'bad'}>
							{verified.ok || verified.index === undefined ? words('verified', verified.entries) : words('broken', verified.index)}
						</Status>{' '}
						{verified.problem}
					</p>
				)}
				{verified && <NotInLog {...verified} />}
			</div>
			{problem && <Fault problem={problem} retry={verify} />}
		</section>
	);
}

/** Reports entries without proof, and changes missing from the log. */
function NotInLog({ waiting, registry, tasks = { waiting: 0, foreign: 0 } }: Verified) {
	const changes = registry.waiting + tasks.waiting;
	const foreign = registry.foreign + tasks.foreign;
	return (
		<>
			{waiting > 0 && <p class="line quiet">{words('unproven', waiting)}</p>}
			{changes > 0 && <p class="line quiet">{words('notInLog', changes)}</p>}
			{foreign > 0 && <p class="line">{words('foreign', foreign)}</p>}
		</>
	);
}
