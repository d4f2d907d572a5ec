import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { Command, quote } from '../../../parts/command';
import { Dialog } from '../../../parts/dialog';
import { Select, TextField } from '../../../parts/fields';
import { toast } from '../../../parts/toasts';
import { agentsWords as words } from '../agents-words';
import { compareVersions, type Kind, type Manifest } from '../registry';

interface StartRolloutProps {
	kind: Kind;
	name: string;
	/** Approved ones. */
	versions: Manifest[];
	close: () => void;
}

/** Asks between which versions, for whom and in which stages a rollout goes on. */
export function StartRollout({ kind, name, versions, close }: StartRolloutProps) {
	const numbers = [...new Set(versions.map(({ version }) => version))].sort(compareVersions);
	const [from, setFrom] = useState(numbers.at(-2)!);
	const [to, setTo] = useState(numbers.at(-1)!);
	const [stages, setStages] = useState('10:60,50:60,100:0');
	const [by, setBy] = useState('instance');
	const options = numbers.map((value) => ({ value, text: value }));
	const command = `troupe manifest rollout start ${quote(name)} --kind ${kind} --from ${from} --to ${to} --stages ${quote(stages)} --by ${by}`;
	return (
		<Dialog
			title={`${words('startRollout')}: ${name}`}
			action={words('start')}
			close={close}
			perform={async () => {
				await call('POST rollouts', { body: { kind, name, from, to, stages: readStages(stages), by } });
				toast({ text: words('rolloutStarted', to), kind: 'good' });
			}}
		>
			<p>{words('rolloutLead')}</p>
			<div class="filters">
				<Select label={words('fromVersion')} value={from} options={options} onChange={setFrom} />
				<Select label={words('toVersion')} value={to} options={options} onChange={setTo} />
				<Select
					label={words('rolloutBy')}
					value={by}
					options={(['instance', 'contact'] as const).map((value) => ({ value, text: words(value) }))}
					onChange={setBy}
				/>
			</div>
			<TextField label={words('stages')} required maxLength={200} value={stages} help={words('stagesHelp')} onChange={setStages} />
			<Command text={command} />
		</Dialog>
	);
}

/** `10:60,100:0` is ten percent for an hour at least, then all. The service refuses what is not a stage. */
export const readStages = (text: string): Array<{ percent: number; minimumMinutes: number }> =>
	text.split(',').map((stage) => {
		const [percent = '', minutes = '0'] = stage.split(':');
		return { percent: Number(percent.replace('%', '')), minimumMinutes: Number(minutes) };
	});
