import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { slowTest } from '../../../test/support/slow-tests';
import { waitUntil } from '../../../test/support/wait-until';
import { DockerStandIn } from '../../../test/fakes/docker/docker-stand-in';
import { removeOrphans } from '../../levels/container/sweep-containers';
import { defaultLimits } from '../../levels/limits';
import { ScratchCopy } from '../../scratch/scratch-copy';
import { type WorkerOptions, SandboxWorker } from '../sandbox-worker';

const image = 'registry.example.com/sandbox:1';
const environment = { ...process.env };
let docker: DockerStandIn;

beforeEach(() => {
	docker = new DockerStandIn(image, ['/var/lib/volume']);
	Object.assign(process.env, {
		PATH: `${docker.folder}:${environment.PATH}`,
		TROUPE_SANDBOX_IMAGE: image,
		TROUPE_SANDBOX_ENGINE: 'docker',
	});
});
afterEach(() => {
	docker.remove();
	for (const name of ['PATH', 'TROUPE_SANDBOX_IMAGE', 'TROUPE_SANDBOX_ENGINE', 'TROUPE_SANDBOX_RUNTIME']) {
		if (environment[name] === undefined) delete process.env[name];
		else process.env[name] = environment[name];
	}
});

const start = (options: Partial<WorkerOptions> = {}) =>
	SandboxWorker.start({ level: 'L3', limits: defaultLimits, permissions: true, readable: [], stateFolder: '/nonexistent', ...options });
const patient = { ...defaultLimits, timeMs: 60_000 };
const timeoutMs = 120_000;

slowTest(
	'runs a script with its input, and leaves neither a container nor a file',
	async () => {
		const worker = await start({ limits: patient });
		expect(worker.container).toMatchObject({ engine: 'docker', version: '27.3.1', image, imageId: expect.stringMatching(/^sha256:/) });
		const source = `
			const fs = require('node:fs');
			console.log(__dirname, fs.readFileSync(0, 'utf8'), JSON.stringify(process.env), fs.readdirSync('.').join());
			console.error('to the other');
			process.exitCode = 3;
		`;
		const result = await worker.run({ name: 'script.js', source, input: 'the input' });
		expect(result).toMatchObject({ outcome: 'failed', exitCode: 3, stderr: Buffer.from('to the other\n') });
		const [folder = '', ...rest] = result.stdout.toString().trim().split(' ');
		// The sockets are gone before the script is there.
		expect(rest.join(' ')).toBe('the input {} script.js');
		await worker.gone;
		expect([existsSync(folder), docker.containers]).toEqual([false, []]);
	},
	timeoutMs,
);

slowTest(
	'lets code write in the scratch folder alone, and collects what it wrote',
	async () => {
		const scratch = new ScratchCopy({ bytes: 10_000, files: 10 });
		const worker = await start({ limits: patient, scratchBytes: 10_000 });
		const source = `const fs = require('node:fs'); fs.writeFileSync('a.txt', 'a'); fs.writeFileSync('../b.txt', 'b');`;
		const { exitCode, stderr } = await worker.run({ name: 'script.js', source, scratch });
		expect([exitCode, stderr.toString()]).toEqual([1, expect.stringContaining('ERR_ACCESS_DENIED')]);
		expect(scratch.changes).toMatchObject([{ path: 'a.txt', change: 'created' }]);
		await worker.gone;
		const [run = []] = docker.calls.filter(([command]) => command === 'run');
		const mounts = run.filter((_, index) => run[index - 1] === '--mount');
		expect(mounts.filter((mount) => !mount.endsWith(',readonly'))).toEqual([expect.stringMatching(/\/scratch$/)]);
	},
	timeoutMs,
);

slowTest(
	'kills the container by its name when the time is over, and one that waits for no job',
	async () => {
		const worker = await start({ limits: { ...defaultLimits, timeMs: 300 } });
		expect(await worker.run({ name: 'script.js', source: 'for (;;);' })).toMatchObject({ outcome: 'limit', limit: 'time' });
		await worker.gone;
		await (await start()).end();
		const names = docker.calls.filter(([command]) => command === 'run').map((call) => call[call.indexOf('--name') + 1]);
		expect(docker.calls.filter(([command]) => command === 'kill').map(([, name]) => name)).toEqual(names);
		expect(docker.containers).toEqual([]);
	},
	timeoutMs,
);

slowTest(
	'removes the containers of a host that was killed, and no others',
	async () => {
		const worker = await start();
		const [name = ''] = docker.containers;
		const gone = spawn('true', { stdio: 'ignore' });
		await once(gone, 'exit');
		const rename = (pid: number | undefined) => name.replace(`-${process.pid}-`, `-${pid}-`);
		const fileOf = (one: string) => join(docker.folder, `container-${one}.json`);
		const { pid } = JSON.parse(readFileSync(fileOf(name), 'utf8')) as { pid: number };
		await removeOrphans('docker');
		expect(docker.containers).toEqual([name]);
		renameSync(fileOf(name), fileOf(rename(gone.pid)));
		await removeOrphans('docker');
		expect(docker.containers).toEqual([]);
		await waitUntil(
			'the end of the container',
			() => !existsSync(`/proc/${pid}`) || /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1')),
		);
		await worker.end();
	},
	timeoutMs,
);

slowTest(
	'says what is missing, and how to get it',
	async () => {
		process.env.TROUPE_SANDBOX_IMAGE = 'missing:1';
		await expect(start()).rejects.toMatchObject({
			details: { level: 'L3', blocker: 'docker: Error: No such image: missing:1' },
			fix: 'Run docker pull missing:1.',
		});
		process.env.TROUPE_SANDBOX_IMAGE = image;
		process.env.TROUPE_SANDBOX_RUNTIME = 'runsc';
		await expect(start()).rejects.toMatchObject({
			details: { blocker: expect.stringContaining('--runtime runsc') },
			fix: 'Set TROUPE_SANDBOX_RUNTIME to a runtime that the engine has, or remove it.',
		});
		expect(docker.containers).toEqual([]);
	},
	timeoutMs,
);

it('says that no engine answers', async () => {
	docker.stop();
	await expect(start()).rejects.toMatchObject({
		code: 'NOT_SUPPORTED',
		details: { blocker: 'docker: Cannot connect to the Docker daemon. Is the docker daemon running?' },
		fix: 'Start a daemon of Docker that this user can use, or install podman.',
	});
});

it('does not use an engine that would ignore limits', async () => {
	docker.loseLimits();
	await expect(start()).rejects.toMatchObject({
		details: { blocker: 'docker: Its containers cannot be limited in pids' },
		fix: expect.stringContaining('delegate memory, pids and cpu'),
	});
});
