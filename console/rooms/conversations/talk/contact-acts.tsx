import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { go } from '../../../app/router';
import { announce } from '../../../parts/announcements';
import { Dialog } from '../../../parts/dialog';
import { Select } from '../../../parts/fields';
import { toast } from '../../../parts/toasts';
import { formatDay } from '../../../words/format';
import { contactWords as words } from './contact-words';

const requestKinds = [
	...(['access', 'erasure', 'rectification', 'portability', 'objection', 'consent-withdrawal', 'decision-review'] as const),
] as const;
type Act = 'opt-out' | 'request' | 'forget';

export function ContactActs({ contact, reload }: { contact: string; reload: () => void }) {
	const [act, setAct] = useState<Act>();
	const close = () => setAct(undefined);
	return (
		<>
			<details class="menu">
				<summary class="button">{words('customer')}</summary>
				<div class="menu-body talk-menu">
					{(['opt-out', 'request', 'forget'] as const).map((one) => (
						<button key={one} type="button" class={one === 'forget' ? 'button danger' : 'button'} onClick={() => setAct(one)}>
							{words(one)}
						</button>
					))}
				</div>
			</details>
			{act === 'opt-out' && (
				<Dialog title={words('opt-out')} action={words('opt-out')} close={close} perform={() => optOut(contact).then(reload)}>
					<p>{words('optOutLead')}</p>
				</Dialog>
			)}
			{act === 'request' && <RequestDialog contact={contact} close={close} />}
			{act === 'forget' && <ForgetDialog contact={contact} close={close} />}
		</>
	);
}

async function optOut(contact: string): Promise<void> {
	const { protocol } = await call<{ protocol: string }>('POST contacts/opt-out', { body: { contact } });
	say(
		words('optedOut', protocol),
		() => void call('POST contacts/opt-in', { body: { contact, reason: words('undone') } }).then(() => say(words('optedIn'))),
	);
}

function RequestDialog({ contact, close }: { contact: string; close: () => void }) {
	const [kind, setKind] = useState<(typeof requestKinds)[number]>('access');
	const perform = async () => {
		const { protocol, dueOn, isNew } = await call<{ protocol: string; dueOn: string | null; isNew: boolean }>('POST privacy/requests', {
			body: { person: contact, kind },
		});
		// Noon falls on the same day in every time zone of readers.
		const due = dueOn === null ? '' : formatDay(`${dueOn}T12:00:00`);
		say(isNew ? words('requested', protocol, due) : words('requestedBefore', protocol, due));
	};
	return (
		<Dialog title={words('request')} action={words('note')} close={close} perform={perform}>
			<p>{words('requestLead')}</p>
			<Select
				label={words('kind')}
				value={kind}
				options={requestKinds.map((value) => ({ value, text: words(value) }))}
				onChange={(value) => setKind(value as typeof kind)}
			/>
		</Dialog>
	);
}

/** Irreversible: removes the contact everywhere, with this conversation. */
function ForgetDialog({ contact, close }: { contact: string; close: () => void }) {
	const perform = async () => {
		const { notReached } = await call<{ notReached: object[] }>('POST contacts/forget', { body: { contact } });
		say(notReached.length === 0 ? words('forgotten') : words('forgottenPartly', notReached.length));
		go('conversations');
	};
	return (
		<Dialog title={words('forget')} action={words('forgetNow')} isDangerous close={close} perform={perform}>
			<p>{words('forgetLead')}</p>
		</Dialog>
	);
}

function say(text: string, undo?: () => void): void {
	announce(text);
	toast({ text, kind: 'good', undo });
}
