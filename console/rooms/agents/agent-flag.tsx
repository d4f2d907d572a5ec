import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { ReasonDialog } from '../../parts/dialog';
import { Fault } from '../../parts/fault';
import { TextField } from '../../parts/fields';
import { Status } from '../../parts/status';
import { toast } from '../../parts/toasts';
import { agentsWords as words } from './agents-words';
import { type Flag, readFlags } from './snapshot';

type Act = 'turnOff' | 'turnOn' | 'removeFlag';

/** The flag of an agent, on every machine that follows the registry. */
export function AgentFlag({ id }: { id: string }) {
	const name = `agent:${id}`;
	const { data, problem, reload } = useQuery('flags', readFlags, { every: 30_000 });
	const [act, setAct] = useState<Act>();
	if (!data) return problem ? <Fault problem={problem} retry={reload} /> : null;
	const flag = data.find((one) => one.name === name);
	const acts: Act[] = flag ? [flag.on ? 'turnOff' : 'turnOn', 'removeFlag'] : ['turnOff', 'turnOn'];
	return (
		<section class="section card" aria-labelledby="flag">
			<h3 id="flag">{words('flag')}</h3>
			<p>
				<FlagState flag={flag} /> <span class="quiet">{words('flagHelp')}</span>
			</p>
			{may('registry:rollout') && (
				<p class="actions">
					{acts.map((one) => (
						<button key={one} type="button" class="button" onClick={() => setAct(one)}>
							{words(one === 'turnOn' && !flag ? 'turnOnForSome' : one)}
						</button>
					))}
				</p>
			)}
			{act && <SetFlag key={act} name={name} act={act} close={() => setAct(undefined)} done={reload} />}
		</section>
	);
}

export function FlagState({ flag }: { flag?: Flag }) {
	if (!flag) return <Status tone="good">{words('noFlag')}</Status>;
	if (!flag.on) return <Status tone="bad">{words('off')}</Status>;
	return <Status tone="good">{flag.percent === undefined ? words('on') : words('onFor', flag.percent)}</Status>;
}

function SetFlag({ name, act, close, done }: { name: string; act: Act; close: () => void; done: () => void }) {
	const [percent, setPercent] = useState('100');
	const request = `flags/${encodeURIComponent(name)}`;
	const perform = async (reason: string) => {
		if (act === 'removeFlag') await call(`DELETE ${request}`);
		else {
			const share = act === 'turnOn' && percent !== '100' ? { percent: Number(percent) } : {};
			await call(`PUT ${request}`, { body: { on: act === 'turnOn', ...share, ...(reason && { reason }) } });
		}
		toast({ text: words('flagSet', name), kind: 'good' });
		done();
	};
	return (
		<ReasonDialog
			title={`${words(act)}: ${name}`}
			action={words(act)}
			isOptional
			isDangerous={act === 'turnOff'}
			perform={perform}
			close={close}
		>
			<p>{words(act === 'turnOff' ? 'offLead' : act === 'turnOn' ? 'onLead' : 'removeLead')}</p>
			{act === 'turnOn' && (
				<TextField label={words('percent')} type="number" min="1" max="100" required value={percent} onChange={setPercent} />
			)}
		</ReasonDialog>
	);
}
