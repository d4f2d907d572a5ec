import { once } from 'node:events';
import { TroupeError } from '../../../core/base/errors';
import type { GateSubject } from '../../../core/ports/manifests';
import { SubjectWatcher } from './subject-watcher';

const subject = (name: string): GateSubject => ({ kind: 'job-type', name });
const revoked = new TroupeError({ code: 'MANIFEST_REVOKED', message: 'taken back' });
const unstable = new TroupeError({ code: 'MANIFEST_TAMPERED', message: 'changed while it was read', details: { problem: 'unstable' } });

it('what runs is stopped with the refusal, and only what is refused', async () => {
	const refused = new Set<string>();
	const watcher = new SubjectWatcher(async (asked) => {
		if (refused.has((asked as { name: string }).name)) throw revoked;
	}, 1);
	const [one, other] = [watcher.watch(subject('one')), watcher.watch(subject('other'))];
	const stopped = once(one.signal, 'abort');
	refused.add('one');
	await stopped;
	expect(one.signal.reason).toBe(revoked);
	expect(other.signal.aborted).toBe(false);
	other.close();
});

it('nobody is asked about when nothing runs', async () => {
	let asked = 0;
	const watcher = new SubjectWatcher(async () => void asked++, 1);
	const { close, signal } = watcher.watch(subject('one'));
	close();
	const before = asked;
	await new Promise((later) => setTimeout(later, 10));
	expect([asked, signal.aborted]).toEqual([before, false]);
});

it('a file that changes while it is read is looked at once more before anything is stopped', async () => {
	const answers: Array<TroupeError | undefined> = [unstable, undefined, unstable, unstable];
	let asked = 0;
	const watcher = new SubjectWatcher(async () => {
		asked++;
		const answer = answers.shift();
		if (answer !== undefined) throw answer;
	}, 1);
	const { signal } = watcher.watch(subject('one'));
	await once(signal, 'abort');
	expect([asked, signal.reason]).toEqual([4, unstable]);
});
