import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { Command, quote } from '../../../parts/command';
import { Dialog } from '../../../parts/dialog';
import { Select, TextField } from '../../../parts/fields';
import { toast } from '../../../parts/toasts';
import { agentsWords as words } from '../agents-words';
import { compareVersions, type Kind, type Manifest } from '../registry';

/** The registry compares at most three new versions with the old one. */
const maxFurther = 2;

interface FurtherVersionsProps {
	versions: string[];
	chosen: string[];
	choose: (versions: string[]) => void;
}

const FurtherVersions = ({ versions, chosen, choose }: FurtherVersionsProps) =>
	versions.length === 0 ? null : (
		<fieldset>
			<legend>{words('furtherVersions')}</legend>
			{versions.map((version) => (
				<label key={version} class="check">
					<input
						type="checkbox"
						checked={chosen.includes(version)}
						disabled={chosen.length >= maxFurther && !chosen.includes(version)}
						onChange={({ currentTarget }) => choose(currentTarget.checked ? [...chosen, version] : chosen.filter((one) => one !== version))}
					/>{' '}
					{version}
				</label>
			))}
			<p class="quiet">{words('furtherHelp')}</p>
		</fieldset>
	);

interface StartRolloutProps {
	kind: Kind;
	name: string;
	versions: Manifest[];
	close: () => void;
}

export function StartRollout({ kind, name, versions, close }: StartRolloutProps) {
	const numbers = [...new Set(versions.map(({ version }) => version))].sort(compareVersions);
	const [from, setFrom] = useState(numbers.at(-2)!);
	const [to, setTo] = useState(numbers.at(-1)!);
	const [chosen, setChosen] = useState<string[]>([]);
	const [stages, setStages] = useState('10:60,50:60,100:0');
	const [by, setBy] = useState<(typeof shares)[number]>('instance');
	// Only prompts have several versions at once: those of agents differ in tools and permissions.
	const further = kind === 'prompt' ? numbers.filter((one) => one !== to && compareVersions(one, from) > 0) : [];
	const picked = chosen.filter((one) => further.includes(one));
	const rollout = { kind, name, from, ...arrange(to, picked), by: picked.length > 0 ? 'contact' : by };
	const options = toOptions(numbers);
	return (
		<Dialog
			title={`${words('startRollout')}: ${name}`}
			action={words('start')}
			close={close}
			perform={async () => {
				await call('POST rollouts', { body: { ...rollout, stages: readStages(stages), ...(rollout.others && { quality }) } });
				toast({ text: words('rolloutStarted', [rollout.to, ...(rollout.others ?? [])].join(', ')), kind: 'good' });
			}}
		>
			<p>{words('rolloutLead')}</p>
			<div class="filters">
				<Select label={words('fromVersion')} value={from} options={options} onChange={setFrom} />
				<Select label={words('toVersion')} value={to} options={options} onChange={setTo} />
				<Select
					label={words('rolloutBy')}
					value={rollout.by}
					options={(picked.length > 0 ? (['contact'] as const) : shares).map((value) => ({ value, text: words(value) }))}
					onChange={(value) => setBy(shares.find((one) => one === value)!)}
				/>
			</div>
			<FurtherVersions versions={further} chosen={picked} choose={setChosen} />
			<TextField label={words('stages')} required maxLength={200} value={stages} help={words('stagesHelp')} onChange={setStages} />
			<Command text={writeCommand(rollout, stages)} />
		</Dialog>
	);
}

const shares = ['instance', 'contact'] as const;
/** Same meaning as `--others` of the command. */
const quality = { compare: 'judged', promote: 'better', minimumSamples: 100 };

const toOptions = (versions: string[]) => versions.map((value) => ({ value, text: value }));

/** The registry requires the lowest new version as `to`. */
function arrange(to: string, picked: string[]): { to: string; others?: string[] } {
	const [lowest, ...others] = [to, ...picked].sort(compareVersions) as [string, ...string[]];
	return others.length > 0 ? { to: lowest, others } : { to };
}

interface Rollout {
	kind: Kind;
	name: string;
	from: string;
	to: string;
	others?: string[];
	by: string;
}

const writeCommand = ({ kind, name, from, to, others, by }: Rollout, stages: string): string =>
	[
		`troupe manifest rollout start ${quote(name)} --kind ${kind} --from ${from} --to ${to}`,
		...(others ? [`--others ${others.join(',')}`] : []),
		`--stages ${quote(stages)} --by ${by}`,
	].join(' ');

/** `10:60,100:0` is ten percent for at least an hour, then all. The service refuses invalid stages. */
const readStages = (text: string): Array<{ percent: number; minimumMinutes: number }> =>
	text.split(',').map((stage) => {
		const [percent = '', minutes = '0'] = stage.split(':');
		return { percent: Number(percent.replace('%', '')), minimumMinutes: Number(minutes) };
	});
