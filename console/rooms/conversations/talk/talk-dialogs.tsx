import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { announce } from '../../../parts/announcements';
import { Dialog, ReasonDialog } from '../../../parts/dialog';
import { TextArea, TextField } from '../../../parts/fields';
import { toast } from '../../../parts/toasts';
import type { WholeTalk } from './talk';
import { talkWords as words } from './talk-words';

export type TalkAct = 'take-over' | 'write-note' | 'assign' | 'settle';

interface ActDialogProps {
	act: TalkAct;
	talk: WholeTalk;
	close: () => void;
	done: () => void;
}

export function ActDialog({ act, talk, close, done }: ActDialogProps) {
	const [text, setText] = useState(act === 'assign' ? (talk.assignedTo ?? '') : '');
	const path = `conversations/${encodeURIComponent(talk.id)}`;
	const perform = async (request: string, body: object, said: Parameters<typeof words>[0]) => {
		await call(`POST ${path}/${request}`, { body });
		const told = words(said as 'noted');
		announce(told);
		toast({ text: told, kind: 'good' });
		done();
	};
	const shared = { title: words(act), action: words(act), close };
	if (act === 'take-over')
		return (
			<ReasonDialog {...shared} isOptional perform={(reason) => perform('hand-over', { reason: reason || words('byHand') }, 'taken')}>
				<p>{words('takeOverLead')}</p>
			</ReasonDialog>
		);
	if (act === 'settle')
		return (
			<ReasonDialog {...shared} perform={(reason) => perform('settle', { reason }, 'settled')}>
				<p>{words('settleLead')}</p>
			</ReasonDialog>
		);
	if (act === 'assign')
		return (
			<Dialog {...shared} perform={() => perform('assign', { to: text.trim() }, 'assigned')}>
				<p>{words('assignLead')}</p>
				<TextField label={words('who')} value={text} required maxLength={100} onChange={setText} />
			</Dialog>
		);
	return (
		<Dialog {...shared} perform={() => perform('note', { text: text.trim() }, 'noted')}>
			<p>{words('noteLead')}</p>
			<TextArea label={words('text')} value={text} required onChange={setText} />
		</Dialog>
	);
}
