import { whileAllRun } from '../../../scripts/start/while-all-run.mjs';

const running = { name: 'troupe serve', logFile: '/logs/serve.log', ended: new Promise<never>(() => {}) };
const killed = { name: 'n8n', logFile: '/logs/n8n.log', ended: Promise.resolve({ code: null, signal: 'SIGKILL' }) };
const failed = { name: 'n8n', logFile: '/logs/n8n.log', ended: Promise.resolve({ code: 3, signal: null }) };
const forEver = () => new Promise<never>(() => {});

describe('npm start, when a service exits', () => {
	it('says which one and how, names its log, and says what to do', async () => {
		await expect(whileAllRun([running, killed], forEver)).rejects.toMatchObject({
			message: 'n8n was killed by signal SIGKILL. The machine may have run out of memory.',
			fix: 'Read the last lines of /logs/n8n.log, then run `npm start` again: your workflows and credentials are kept.',
		});
		await expect(whileAllRun([failed, running], forEver)).rejects.toThrow('n8n exited with code 3.');
	});

	it('names the ending, and not the call that failed because of it', async () => {
		const later = new Promise<{ code: null; signal: string }>((resolve) =>
			setTimeout(() => resolve({ code: null, signal: 'SIGKILL' }), 50),
		);
		const work = () => Promise.reject(new TypeError('fetch failed'));
		await expect(whileAllRun([{ ...killed, ended: later }], work)).rejects.toThrow('n8n was killed by signal SIGKILL');
	});

	it('gives what the work gives, or its own failure, while all run', async () => {
		await expect(whileAllRun([running, {}], () => Promise.resolve('answered'))).resolves.toBe('answered');
		await expect(whileAllRun([running], () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
	});
});
