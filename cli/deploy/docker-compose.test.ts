import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownSettings, toolSecretPrefix } from '../../core/base/settings/setting-names';
import { waitingPath } from '../../providers/compose/nodes/waiting-links';
import { readComposeFile } from '../../test/support/compose-file';
import { additions, createEnvironment, type Addition } from './environment-file';

const root = join(__dirname, '../..');
const file = join(root, 'docker-compose.yml');
const text = readFileSync(file, 'utf8');
const compose = readComposeFile(file);
const services = Object.entries(compose.services);
const environment = createEnvironment([]);

test('holds n8n with a worker, its stores, Zeebe, and Troupe with a worker; backups, Chroma, ClamAV and a proxy on request', () => {
	const names = (profile?: Addition) => services.filter(([, { profiles }]) => profiles?.[0] === profile).map(([name]) => name);
	expect(names().sort()).toEqual(['n8n', 'n8n-worker', 'postgres', 'redis', 'troupe', 'troupe-worker', 'zeebe']);
	expect(additions.map(names)).toEqual(additions.map((addition) => [addition]));
});

test.each(services)('%s is confined, limited, and rotates its log', (_name, service) => {
	expect(service).toMatchObject({
		read_only: true,
		cap_drop: ['ALL'],
		security_opt: ['no-new-privileges:true'],
		mem_limit: expect.stringMatching(/^\d+[gm]$/),
		cpus: expect.any(Number),
		pids_limit: expect.any(Number),
		logging: { driver: 'json-file', options: { 'max-size': expect.any(String), 'max-file': expect.any(String) } },
	});
	expect(service.healthcheck.test.length).toBeGreaterThan(1);
	expect(service.networks.length).toBeGreaterThan(0);
	if (_name !== 'proxy') for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
});

/** Their digests could not be looked up where this was written; `node scripts/pin-images.mjs` adds them. */
const notPinned = ['n8nio/n8n:2.41.1', 'n8nio/n8n:2.41.1', 'camunda/zeebe:8.6.0'];

test('every image from outside has one exact version, and a digest', () => {
	const stages = [...readFileSync(join(root, 'deploy/Dockerfile'), 'utf8').matchAll(/^FROM (\S+:\S+)/gm)].map(([, image]) => image!);
	const images = [...stages, ...services.map(([, { image }]) => image).filter((image) => !image.startsWith('troupe'))];
	expect(images.filter((image) => !/:v?\d+\.\d+\.\d+(?:-[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/.test(image))).toEqual([]);
	expect(images.filter((image) => !image.includes('@')).sort()).toEqual(notPinned.toSorted());
});

test('what holds the package has it in the name of its image, so that another package recreates it', () => {
	const holders = services.filter(([, { image }]) => image.startsWith('troupe')).map(([name, { image }]) => [name, image]);
	expect(Object.fromEntries(holders)).toEqual({
		n8n: 'troupe-n8n:${TROUPE_PACKAGE:?run troupe deploy package}',
		'n8n-worker': 'troupe-n8n:${TROUPE_PACKAGE:?run troupe deploy package}',
		troupe: 'troupe:${TROUPE_PACKAGE:?run troupe deploy package}',
		'troupe-worker': 'troupe-worker:${TROUPE_PACKAGE:?run troupe deploy package}',
	});
});

test('all processes of Troupe share one database and one vault key', () => {
	for (const name of ['n8n', 'n8n-worker', 'troupe', 'troupe-worker'])
		expect(compose.services[name]!.environment).toMatchObject({
			TROUPE_DATABASE_URL: '${TROUPE_DATABASE_URL:?run troupe deploy init}',
			TROUPE_VAULT_KEY: '${TROUPE_VAULT_KEY:?run troupe deploy init}',
		});
});

test('all processes of Troupe use Redis, on a network with it and apart from the queue of n8n, and start without it', () => {
	for (const name of ['n8n', 'n8n-worker', 'troupe', 'troupe-worker']) {
		const { environment: settings, networks, depends_on: needed } = compose.services[name]!;
		expect(settings).toMatchObject({ TROUPE_REDIS_URL: 'redis://:${REDIS_PASSWORD:?run troupe deploy init}@redis:6379/1' });
		expect(networks).toContain('data');
		if (name.startsWith('troupe')) expect(needed).not.toHaveProperty('redis');
	}
});

test('databases are on a network without a way out, and Zeebe on one of its own', () => {
	expect(compose.networks).toMatchObject({ front: null, data: { internal: true }, engine: null });
	for (const name of ['postgres', 'redis', 'chroma']) expect([name, compose.services[name]!.networks]).toEqual([name, ['data']]);
	expect(compose.services.zeebe!.networks).toEqual(['engine']);
});

test.each(services)('%s waits only for services that become healthy, on a network that they share', (_name, service) => {
	for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
		expect([name, condition]).toEqual([name, 'service_healthy']);
		expect(compose.services[name]!.networks.some((network) => service.networks.includes(network))).toBe(true);
	}
});

test('names only files that exist, and volumes and networks that it declares', () => {
	const [mounted, joined] = [new Set<string>(), new Set<string>()];
	for (const [, { build, volumes, networks }] of services) {
		if (build) expect(readFileSync(join(root, build.context, 'Dockerfile'), 'utf8')).toContain(` AS ${build.target}\n`);
		for (const source of (volumes ?? []).map((volume) => volume.split(':')[0]!)) {
			if (source.startsWith('.')) expect([source, existsSync(join(root, source))]).toEqual([source, true]);
			else mounted.add(source);
		}
		for (const network of networks) joined.add(network);
	}
	expect([...mounted].sort()).toEqual(Object.keys(compose.volumes).sort());
	expect([...joined].sort()).toEqual(Object.keys(compose.networks).sort());
	for (const [, script] of readFileSync(join(root, 'deploy/Dockerfile'), 'utf8').matchAll(/^COPY .*?(\S+\.sh)/gm))
		expect(existsSync(join(root, 'deploy', script!))).toBe(true);
});

test('takes every setting from .env, in which `troupe deploy init` writes each', () => {
	const used = new Set([...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1]!));
	const written = [...environment.matchAll(/^(\w+)=/gm)].map((match) => match[1]!);
	// Docker Compose itself reads it.
	expect(written.sort()).toEqual([...used, 'COMPOSE_PROFILES'].sort());
});

test('every process of Troupe gets the models, and all further settings and files', () => {
	for (const name of ['n8n', 'n8n-worker', 'troupe', 'troupe-worker']) {
		const service = compose.services[name]!;
		expect(service.environment).toMatchObject({ OPENAI_API_KEY: '${OPENAI_API_KEY:-}', ANTHROPIC_API_KEY: '${ANTHROPIC_API_KEY:-}' });
		expect(service.env_file).toEqual([{ path: 'deploy/settings.env', required: false }]);
		expect(service.volumes).toContain('./deploy/files:/files:ro');
	}
	// What compose sets itself would hide the value in that file.
	const offered = [...readFileSync(join(root, 'deploy/settings.example.env'), 'utf8').matchAll(/^#(\w+)=/gm)].map(([, name]) => name!);
	expect(offered.filter((name) => name in compose.services.troupe!.environment!)).toEqual([]);
	const isSetting = (name: string) => (ownSettings as readonly string[]).includes(name) || name.startsWith(toolSecretPrefix);
	expect(offered.filter((name) => !isSetting(name))).toEqual([]);
});

test('the image of the worker has the n8n of this installation', () => {
	const dockerfile = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8');
	const [n8n, worker] = ['n8n', 'troupe-worker'].map((stage) => new RegExp(`^FROM (\\S+) AS ${stage}$`, 'm').exec(dockerfile)?.[1]);
	expect(worker).toBe(n8n);
	expect(dockerfile).toContain('TROUPE_N8N=/usr/local/lib/node_modules/n8n');
});

test('the proxy lets others reach what is for them, and nothing else', () => {
	const proxy = readFileSync(join(root, 'deploy/Caddyfile'), 'utf8');
	const paths = [...proxy.matchAll(/^\t@\w+ path (.*)$/gm)].flatMap(([, list]) => list!.split(' '));
	expect(paths).toEqual(expect.arrayContaining(['/webhook/*', '/form/*', '/channels/*', `${waitingPath}/*`, '/a2a/*', '/mcp']));
	for (const closed of ['/metrics', '/v2', '/api', '/state', '/access', '/rest', '/readyz', '/*'])
		expect(paths.filter((path) => path.startsWith(closed))).toEqual([]);
	expect(proxy).toMatch(/\thandle \{\n\t\trespond 404/);
	expect(compose.services.proxy!.networks).toEqual(['edge']);
	expect(compose.services.troupe!.command).toContain((compose.networks.edge!.ipam as { config: [{ subnet: string }] }).config[0].subnet);
});

test.each(services)('%s has no setting in a command line, which every user of the machine can read', (_name, service) => {
	expect(JSON.stringify([service.command, service.entrypoint, service.healthcheck.test])).not.toContain('${');
});

test('mounts the hook file where the package is put for n8n', () => {
	expect(compose.services.n8n!.environment).toMatchObject({
		EXTERNAL_HOOK_FILES: '/home/node/.n8n/nodes/node_modules/n8n-nodes-troupe/dist/n8n-hooks.js',
	});
	expect(readFileSync(join(root, 'deploy/start-n8n.sh'), 'utf8')).toContain('"$nodes/node_modules/n8n-nodes-troupe"');
});

const hasCompose = runsCompose();

(hasCompose ? test : test.skip)(
	`is accepted by docker compose${hasCompose ? '' : ' (skipped: there is no docker compose on this machine)'}`,
	() => {
		const variables = Object.fromEntries([...environment.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]));
		execFileSync('docker', ['compose', '--profile', '*', 'config', '--quiet'], {
			cwd: root,
			env: { ...process.env, ...variables, TROUPE_PACKAGE: '0.1.0-000000000000' },
			timeout: 50_000,
		});
	},
);

function runsCompose(): boolean {
	try {
		execFileSync('docker', ['compose', 'version'], { stdio: 'ignore', timeout: 20_000 });
		return true;
	} catch {
		return false;
	}
}
