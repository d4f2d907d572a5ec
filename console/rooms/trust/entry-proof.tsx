import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { announce } from '../../parts/announcements';
import { downloadText } from '../../parts/download-text';
import { Status } from '../../parts/status';
import { toastFault } from '../../parts/toasts';
import { type CheckedProof, checkProof } from './check-proof';
import type { Entry } from './entry';
import { trustWords as words } from './trust-words';

interface Proved extends CheckedProof {
	proof: string;
}

export function EntryProof({ entry: { index }, onOpen }: { entry: Entry; onOpen: () => void }) {
	const [proved, setProved] = useState<Proved>();
	const prove = async () => {
		const [{ proof }, { key }] = await Promise.all([
			call<{ proof: string }>(`GET audit/entries/${index}/proof`),
			call<{ key: string }>('GET audit/checkpoint'),
		]);
		const checked = { proof, ...(await checkProof(proof, key)) };
		setProved(checked);
		announce(say(checked, index));
	};
	const start = () => {
		onOpen();
		prove().catch(toastFault);
	};
	if (!proved)
		return (
			<button type="button" class="button plain" aria-label={`${words('prove')}: ${index}`} onClick={start}>
				{words('prove')}
			</button>
		);
	return (
		<>
			<Status tone={proved.problem === undefined ? 'good' : 'bad'}>{say(proved, index)}</Status>
			<button type="button" class="button plain" onClick={() => downloadText(`audit-${index}.tlog-proof`, proved.proof)}>
				{words('download')}
			</button>
		</>
	);
}

const say = ({ problem, size = 0 }: CheckedProof, index: number) => (problem === undefined ? words('holds', index, size) : words(problem));
