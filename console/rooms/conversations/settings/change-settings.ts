import { call } from '../../../api/call';
import { announce } from '../../../parts/announcements';
import { toast } from '../../../parts/toasts';
import type { Change } from './settings';
import { settingsWords as words } from './settings-words';

/** Changes settings, and says if they apply or wait for a second person. */
export async function changeSettings(request: string, body: object, path: string, reload: () => void): Promise<void> {
	const { change, number } = await call<{ change: Change; number: number }>(request, { body });
	const isProposed = change.state === 'proposed';
	const text = words(isProposed ? 'proposed' : 'changed');
	announce(text);
	const undo = () =>
		void call(`POST ${path}/undo`, { body: { number } })
			.then(() => announce(words('undone')))
			.catch((fault: Error) => toast({ text: fault.message, kind: 'bad' }))
			.finally(reload);
	toast({ text, kind: 'good', ...(!isProposed && change.action !== 'keep' && { undo }) });
	reload();
}
