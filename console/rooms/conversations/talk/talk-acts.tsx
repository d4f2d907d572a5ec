import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { may } from '../../../api/session';
import { announce } from '../../../parts/announcements';
import { toast, toastFault } from '../../../parts/toasts';
import { ContactActs } from './contact-acts';
import type { WholeTalk } from './talk';
import { ActDialog, type TalkAct } from './talk-dialogs';
import { talkWords as words } from './talk-words';

export function TalkActs({ talk, reload }: { talk: WholeTalk; reload: () => void }) {
	const [asked, setAsked] = useState<TalkAct>();
	const [isBusy, setBusy] = useState(false);
	const path = `conversations/${encodeURIComponent(talk.id)}`;
	const setMode = (mode: 'agent' | 'off', undo?: () => void) => {
		setBusy(true);
		call(`POST ${path}/mode`, { body: { mode } })
			.then(() => {
				const text = words(mode === 'agent' ? 'givenBack' : 'paused');
				announce(text);
				toast({ text, kind: 'good', undo });
				reload();
			})
			.catch(toastFault)
			.finally(() => setBusy(false));
	};
	const button = (act: TalkAct, isMain = false) => (
		<button type="button" class={isMain ? 'button main' : 'button'} onClick={() => setAsked(act)}>
			{words(act)}
		</button>
	);
	return (
		<div class="talk-acts" role="group" aria-label={words('acts')}>
			{talk.mode === 'agent' ? (
				<>
					{button('take-over', talk.wait?.waitsFor === 'person')}
					<button type="button" class="button" disabled={isBusy} onClick={() => setMode('off', () => setMode('agent'))}>
						{words('pause')}
					</button>
				</>
			) : (
				<button type="button" class="button" disabled={isBusy} onClick={() => setMode('agent', () => setMode('off'))}>
					{words('giveBack')}
				</button>
			)}
			{button('write-note')}
			{button('assign')}
			{talk.wait && button('settle')}
			{may('channel:manage') && <ContactActs contact={talk.contact} reload={reload} />}
			{asked && <ActDialog act={asked} talk={talk} close={() => setAsked(undefined)} done={reload} />}
		</div>
	);
}
