import { useState } from 'preact/hooks';
import { type Problem, toProblem } from '../../api/problem';
import { announce } from '../../parts/announcements';
import { Dialog } from '../../parts/dialog';
import { TextArea } from '../../parts/fields';
import { toast } from '../../parts/toasts';
import { type Act, acts } from './acts';
import { actWords } from './act-words';
import { inboxWords as words } from './inbox-words';
import type { Item, Kind } from './item';

interface BulkBarProps {
	kind: Kind;
	items: Item[];
	clear: () => void;
	reload: () => void;
}

export function BulkBar({ kind, items, clear, reload }: BulkBarProps) {
	const [act, setAct] = useState<Act>();
	const possible = acts[kind].filter(({ isBulk }) => isBulk);
	if (items.length === 0 || possible.length === 0) return null;
	return (
		<div class="bulk actions" role="group" aria-label={words('chosen', items.length)}>
			<span>{words('chosen', items.length)}</span>
			{possible.map((one) => (
				<button key={one.name} type="button" class={`button ${one.isDangerous ? 'danger' : ''}`} onClick={() => setAct(one)}>
					{actWords(one.name)}
				</button>
			))}
			<button type="button" class="button plain" onClick={clear}>
				{words('clear')}
			</button>
			{act && (
				<BulkDialog
					act={act}
					items={items}
					close={() => {
						setAct(undefined);
						clear();
						reload();
					}}
				/>
			)}
		</div>
	);
}

function BulkDialog({ act, items: all, close }: { act: Act; items: Item[]; close: () => void }) {
	// The selection at the start: the list changes meanwhile.
	const [items] = useState(all);
	const [reason, setReason] = useState('');
	const [failed, setFailed] = useState<Array<{ item: Item; problem: Problem }>>();
	const left = failed ? failed.map(({ item }) => item) : items;
	const perform = async () => {
		const wrong: Array<{ item: Item; problem: Problem }> = [];
		for (const item of left)
			await act.perform(item.id, reason.trim()).catch((fault: unknown) => wrong.push({ item, problem: toProblem(fault) }));
		const text = words('bulkDone', left.length - wrong.length, left.length);
		announce(text);
		setFailed(wrong);
		if (wrong.length > 0) throw new BulkFault(text);
		toast({ text, kind: 'good' });
	};
	return (
		<Dialog
			title={`${actWords(act.name)}: ${words('chosen', left.length)}`}
			action={actWords(act.name)}
			isDangerous={act.isDangerous}
			perform={perform}
			close={close}
		>
			<p>{actWords('bulkLead')}</p>
			{failed && failed.length > 0 && (
				<>
					<p>{words('bulkFailed')}</p>
					<ul class="failed">
						{failed.map(({ item, problem }) => (
							<li key={item.id}>
								<bdi>{item.title}</bdi>: {problem.message}
							</li>
						))}
					</ul>
				</>
			)}
			{act.reason !== 'none' && (
				<TextArea
					label={actWords(act.reason === 'needed' ? 'reason' : 'comment')}
					value={reason}
					required={act.reason === 'needed'}
					onChange={setReason}
				/>
			)}
		</Dialog>
	);
}

class BulkFault extends Error {}
