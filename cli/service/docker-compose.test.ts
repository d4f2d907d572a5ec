import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { waitUntil } from '../../test/support/wait-until';

interface Service {
	image?: string;
	command?: string | string[];
	entrypoint?: string | string[];
	environment?: Record<string, string>;
	build?: { context: string; dockerfile: string };
	healthcheck?: { test: string[] };
	restart?: string;
	ports?: string[];
	volumes?: string[];
	depends_on?: Record<string, { condition: string }>;
}

const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: Record<string, unknown> };
const services = Object.entries(compose.services);
const runsOnce = ({ restart }: Service) => restart === 'no';

test('holds n8n with a worker, its stores, Zeebe, Chroma and the service', () => {
	expect(Object.keys(compose.services)).toEqual(
		expect.arrayContaining(['n8n', 'n8n-worker', 'redis', 'postgres', 'zeebe', 'chroma', 'troupe', 'troupe-worker']),
	);
});

test.each(services)('%s has an image of one version, a health check, and no port beyond the loopback address', (_name, service) => {
	expect(service.image).toMatch(/^[\w./-]+:[\w.-]+$/);
	expect(service.image).not.toMatch(/:latest$/);
	if (!runsOnce(service)) expect(service.healthcheck?.test.length).toBeGreaterThan(1);
	for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test.each(services)('%s waits only for services that report what it waits for', (_name, service) => {
	for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
		const other = compose.services[name]!;
		expect([name, condition]).toEqual([name, runsOnce(other) ? 'service_completed_successfully' : 'service_healthy']);
	}
});

test('names only files that exist, and volumes that it declares', () => {
	for (const [, { build, volumes }] of services) {
		if (build) expect(existsSync(join(root, build.context, build.dockerfile))).toBe(true);
		for (const source of (volumes ?? []).map((volume) => volume.split(':')[0]!)) {
			if (source.startsWith('.')) expect([source, existsSync(join(root, source))]).toEqual([source, true]);
			else expect(Object.keys(compose.volumes)).toContain(source);
		}
	}
	for (const [, file] of readFileSync(join(root, 'deploy/Dockerfile'), 'utf8').matchAll(/^COPY .*?(\S+\.sh)/gm))
		expect(existsSync(join(root, 'deploy', file!))).toBe(true);
});

test('takes every setting from .env, whose example names each and holds no secret', () => {
	const used = new Set([...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1]!));
	const example = Object.fromEntries(
		readFileSync(join(root, '.env.example'), 'utf8')
			.split('\n')
			.filter((line) => /^\w+=/.test(line))
			.map((line) => line.split('=') as [string, string]),
	);
	expect(Object.keys(example).sort()).toEqual([...used].sort());
	for (const [name, value] of Object.entries(example)) expect([name, /^\d*$/.test(value)]).toEqual([name, true]);
});

test.each(services)('%s has no setting in a command line, which every user of the machine can read', (_name, service) => {
	expect(JSON.stringify([service.command, service.entrypoint, service.healthcheck?.test])).not.toContain('${');
});

(hasRedis() ? test : test.skip)('Redis asks for its password, which its command line does not show', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-redis-'));
	const port = await freePort();
	// As docker compose passes it on.
	const [shell, option, script] = (compose.services.redis!.command as string[]).map((part) => part.replaceAll('$$', '$'));
	const words = script!.replaceAll('/tmp/', `${folder}/`) + ` --port ${port} --dir ${folder}`;
	const redis = spawn(shell!, [option!, words], { env: { PATH: process.env.PATH, REDISCLI_AUTH: 's3cretOfSomebody' }, stdio: 'ignore' });
	const ask = async (command: string) => {
		const socket = connect(port, '127.0.0.1').setEncoding('utf8').setTimeout(2_000);
		try {
			await once(socket, 'connect');
			socket.write(command);
			return ((await once(socket, 'data')) as [string])[0];
		} catch {
			return undefined; // not up yet
		} finally {
			socket.destroy();
		}
	};
	try {
		expect(await waitUntil('redis', () => ask('PING\r\n'))).toContain('NOAUTH');
		expect(await ask('AUTH s3cretOfSomebody\r\n')).toBe('+OK\r\n');
		expect(readFileSync(`/proc/${redis.pid}/cmdline`, 'latin1')).toMatch(/^redis-server/);
		expect(readFileSync(`/proc/${redis.pid}/cmdline`, 'latin1')).not.toContain('s3cret');
		expect(statSync(join(folder, 'redis.conf')).mode & 0o077).toBe(0);
	} finally {
		redis.kill();
		await once(redis, 'exit');
		rmSync(folder, { recursive: true, force: true });
	}
});

test('mounts the package and its hook file where n8n looks for them', () => {
	const n8n = compose.services.n8n as Service & { environment: Record<string, string> };
	expect(n8n.environment.EXTERNAL_HOOK_FILES).toBe('/home/node/.n8n/nodes/node_modules/n8n-nodes-troupe/dist/n8n-hooks.js');
	expect(n8n.volumes).toContain('n8n-packages:/home/node/.n8n/nodes');
	expect(readFileSync(join(root, 'deploy/install-into-n8n.sh'), 'utf8')).toContain('"$1/node_modules/n8n-nodes-troupe"');
});

(hasCompose() ? test : test.skip)('is accepted by docker compose', () => {
	const secrets = Object.fromEntries([...text.matchAll(/\$\{(\w+):\?/g)].map((match) => [match[1]!, 'a-secret-of-somebody']));
	execFileSync('docker', ['compose', '--env-file', '.env.example', 'config', '--quiet'], {
		cwd: root,
		env: { ...process.env, ...secrets },
		timeout: 50_000,
	});
});

function hasCompose(): boolean {
	return succeeds('docker', 'compose', 'version');
}

function hasRedis(): boolean {
	return process.platform === 'linux' && succeeds('redis-server', '--version');
}

function succeeds(program: string, ...args: string[]): boolean {
	try {
		execFileSync(program, args, { stdio: 'ignore', timeout: 20_000 });
		return true;
	} catch {
		return false;
	}
}
