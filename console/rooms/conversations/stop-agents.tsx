import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { session } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { announce } from '../../parts/announcements';
import { ReasonDialog } from '../../parts/dialog';
import { Time } from '../../parts/time';
import { toast } from '../../parts/toasts';
import { talksWords as words } from './talks-words';

interface Stop {
	tenant: string;
	name: string;
	reason: string;
	stoppedAt: string;
	stoppedBy: string;
}

/** The switch for all agents of the tenant, on all machines. */
export function StopAgents() {
	const { data, reload } = useQuery('stops', (signal) => call<{ items: Stop[] }>('GET stops', { signal }), { every: 10_000 });
	const [asked, setAsked] = useState<'stop' | 'start'>();
	if (!data) return null;
	const tenant = session.value!.tenant;
	const all = data.items.find(({ name, tenant: of }) => name === 'all' && of === tenant);
	const perform = async (reason: string) => {
		await call(asked === 'stop' ? 'POST stops' : 'POST stops/remove', { body: { tenant, ...(reason && { reason }) } });
		reload();
		announce(words(asked === 'stop' ? 'stopped' : 'started'));
		toast({ text: words(asked === 'stop' ? 'stopped' : 'started'), kind: 'good' });
	};
	return (
		<>
			{all ? (
				<div class="talk-stopped" role="status">
					<strong>{words('stopped')}</strong> <Time at={all.stoppedAt} /> · <bdi>{all.reason}</bdi>{' '}
					<button type="button" class="button main" onClick={() => setAsked('start')}>
						{words('start')}
					</button>
				</div>
			) : (
				<button type="button" class="button danger" onClick={() => setAsked('stop')}>
					{words('stop')}
				</button>
			)}
			{asked && (
				<ReasonDialog
					title={words(asked)}
					action={words(asked)}
					isDangerous={asked === 'stop'}
					isOptional={asked === 'start'}
					close={() => setAsked(undefined)}
					perform={perform}
				>
					<p>{words(asked === 'stop' ? 'stopLead' : 'startLead')}</p>
				</ReasonDialog>
			)}
		</>
	);
}
