import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { Dialog } from '../../parts/dialog';
import { Select, TextField } from '../../parts/fields';
import { toast } from '../../parts/toasts';
import { compareVersions } from '../agents/registry';
import { versionsWords as words } from './versions-words';

export interface Candidate {
	name: string;
	versions: string[];
}

interface TryVersionProps {
	candidates: Candidate[];
	close: () => void;
	onBegun: () => void;
}

/** Asks for the version of a trial. Without stages or thresholds, it runs until a person ends it. */
export function TryVersion({ candidates, close, onBegun }: TryVersionProps) {
	const [name, setName] = useState(candidates[0]!.name);
	const versions = (candidates.find((one) => one.name === name) ?? candidates[0]!).versions.toSorted(compareVersions);
	const [chosen, setChosen] = useState<{ to?: string; from?: string }>({});
	const [percent, setPercent] = useState('10');
	const to = chosen.to ?? versions.at(-1)!;
	const lower = versions.filter((version) => compareVersions(version, to) < 0);
	const from = chosen.from !== undefined && lower.includes(chosen.from) ? chosen.from : lower.at(-1)!;
	const toOptions = (values: string[]) => values.map((value) => ({ value, text: value }));
	return (
		<Dialog
			title={words('tryIt')}
			action={words('tryIt')}
			close={close}
			perform={async () => {
				const stages = [{ percent: Number(percent), minimumMinutes: 0 }];
				await call('POST rollouts', { body: { kind: 'agent', name, from, to, stages, by: 'contact' } });
				toast({ text: words('begun', to, Number(percent)), kind: 'good' });
				onBegun();
			}}
		>
			<p>{words('tryLead')}</p>
			<div class="filters">
				<Select
					label={words('agent')}
					value={name}
					options={toOptions(candidates.map((one) => one.name))}
					onChange={(value) => {
						setName(value);
						setChosen({});
					}}
				/>
				<Select
					label={words('to')}
					value={to}
					options={toOptions(versions.slice(1))}
					onChange={(value) => setChosen({ ...chosen, to: value })}
				/>
				<Select label={words('from')} value={from} options={toOptions(lower)} onChange={(value) => setChosen({ ...chosen, from: value })} />
			</div>
			<TextField label={words('percent')} type="number" required min="1" max="99" step="1" value={percent} onChange={setPercent} />
		</Dialog>
	);
}
