/** docker-compose.yml without Docker: each service is a group of processes with a loopback address, and its volumes are folders. */
import { mkdir, readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { run, startService } from '../../../scripts/lib/processes.mjs';
import { type ComposeFile, type ComposeService, replaceTexts } from '../../support/compose-file';
import { waitUntil } from '../../support/wait-until';
import type { Image, Place } from './images';

/** What a service of the file is here. */
interface Running {
	place: Place;
	image: Image;
	/** With the addresses and paths that it has here. */
	service: ComposeService;
	env: Record<string, string>;
	process: ReturnType<typeof startService>;
}

export interface ComposeOptions {
	file: ComposeFile;
	/** The folder of docker-compose.yml. */
	project: string;
	/** Volumes and logs. */
	folder: string;
	/** By the name of the image, without its tag. */
	images: Record<string, Image>;
}

/** The services of the file, with Docker Compose's order, environment, commands and health checks. */
export class ComposeProcesses {
	readonly #options: ComposeOptions;
	readonly #running = new Map<string, Running>();
	/** The network of this run: each service has its own loopback address, so that the ports stay those of the file. */
	readonly #network = `127.${randomByte()}.${randomByte()}`;

	constructor(options: ComposeOptions) {
		this.#options = options;
	}

	/** Starts each service once those that it waits for are healthy, and waits until all are. */
	async up(): Promise<void> {
		const services = Object.entries(this.#options.file.services).filter(([, { profiles }]) => !profiles);
		const healthy = new Map<string, Promise<void>>();
		const start = (name: string): Promise<void> => {
			const begun = healthy.get(name) ?? this.#start(name, (other) => start(other));
			healthy.set(name, begun);
			return begun;
		};
		await Promise.all(services.map(([name]) => start(name)));
	}

	/** Stops all, as `docker compose down` does: SIGTERM, in the reverse order of the start. */
	async down(): Promise<void> {
		for (const { process } of [...this.#running.values()].reverse()) await process.stop(40_000);
	}

	address(name: string): string {
		return `${this.#network}.${Object.keys(this.#options.file.services).indexOf(name) + 2}`;
	}

	/** The environment of a running service. */
	environment(name: string): Record<string, string> {
		return this.#running.get(name)!.env;
	}

	process(name: string): ReturnType<typeof startService> {
		return this.#running.get(name)!.process;
	}

	/** Runs the health check of a service once. */
	async isHealthy(name: string): Promise<boolean> {
		const { service, env, place } = this.#running.get(name)!;
		const [kind, ...words] = service.healthcheck.test;
		const [command, ...args] = kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : words;
		const timeoutMs = seconds(service.healthcheck.timeout) * 1_000;
		return (await run(command!, args, { env, cwd: place.folder, timeoutMs })).code === 0;
	}

	/** Runs `troupe` of a service, as `docker compose exec` would. */
	async exec(name: string, ...args: string[]): Promise<string> {
		const { env, place, image } = this.#running.get(name)!;
		const [command, ...before] = await image.command(place, []);
		const { code, output, tail } = await run(command!, [...before, ...args], { env, cwd: place.folder });
		if (code !== 0) throw new Error(`troupe ${args.join(' ')} exited with ${code}: ${tail}`);
		return output;
	}

	async #start(name: string, waitFor: (other: string) => Promise<void>): Promise<void> {
		const written = this.#options.file.services[name]!;
		await Promise.all(Object.keys(written.depends_on ?? {}).map(waitFor));
		const place: Place = { address: this.address(name), folder: join(this.#options.folder, name), path: (inside) => inside };
		await mkdir(place.folder, { recursive: true });
		const mounts = await this.#mount(written, place.folder);
		place.path = (inside) => replacePaths(inside, mounts);
		const service = replaceTexts(this.#nameHosts(written), (text) => replacePaths(this.#replaceHosts(text, place.address), mounts));
		const image = this.#options.images[written.image.split(/[:@]/)[0]!]!;
		await image.prepare?.(place, service.environment ?? {});
		const env = { LANG: 'C.UTF-8', ...(await image.environment(place)), ...service.environment };
		const command = typeof service.command === 'string' ? service.command.split(' ') : (service.command ?? []);
		const [program, ...args] = await image.command(place, command);
		const process = startService(program!, args, { env, cwd: place.folder, logFile: join(place.folder, 'output.log'), ...image.user });
		this.#running.set(name, { place, image, service, env, process });
		await image.afterStart?.(place, env);
		await this.#waitUntilHealthy(name);
	}

	/** The values of variables such as QUEUE_BULL_REDIS_HOST are names of services. */
	#nameHosts(service: ComposeService): ComposeService {
		const isName = (text: string) => Object.hasOwn(this.#options.file.services, text);
		const entries = Object.entries(service.environment ?? {});
		const environment = entries.map(([key, text]) => [key, key.endsWith('_HOST') && isName(text) ? this.address(text) : text]);
		return { ...service, environment: Object.fromEntries(environment) as Record<string, string> };
	}

	/** In other texts, the name of a service is followed by its port. A loopback address is the one that the service has here. */
	#replaceHosts(text: string, own: string): string {
		const names = Object.keys(this.#options.file.services).join('|');
		return text
			.replaceAll(
				new RegExp(`(?<![\\w.-])(${names}):(\\d{2,5})\\b`, 'g'),
				(_match, name: string, port: string) => `${this.address(name)}:${port}`,
			)
			.replaceAll(/\b(127\.0\.0\.1|0\.0\.0\.0)\b/g, own);
	}

	/** Creates the folders of volumes. Returns the folder here of each path in the container. */
	async #mount({ volumes = [], tmpfs = [] }: ComposeService, folder: string): Promise<Map<string, string>> {
		const mounts = new Map<string, string>();
		for (const [source, inside] of volumes.map((volume) => volume.split(':'))) {
			const bound = source!.startsWith('.') || isAbsolute(source!);
			mounts.set(inside!, bound ? resolve(this.#options.project, source!) : join(folder, 'root', inside!));
		}
		for (const inside of tmpfs.map((mount) => mount.split(':')[0]!)) {
			const [parent] = [...mounts]
				.filter(([outer]) => inside.startsWith(`${outer}/`))
				.map(([outer, here]) => here + inside.slice(outer.length));
			mounts.set(inside, parent ?? join(folder, 'root', inside));
		}
		for (const here of mounts.values()) await mkdir(here, { recursive: true });
		return mounts;
	}

	async #waitUntilHealthy(name: string): Promise<void> {
		const { process, service, place } = this.#running.get(name)!;
		const { interval, retries, start_period: startPeriod = '0s' } = service.healthcheck;
		let ended: unknown;
		void process.ended.then((end) => (ended = end));
		const look = async () => {
			if (ended) throw new Error(`${name} ended: ${JSON.stringify(ended)}\n${process.tail()}`);
			return this.isHealthy(name);
		};
		// The time after which Docker calls it unhealthy; doubled, because other tests run beside this one.
		const forMs = 2_000 * (seconds(startPeriod) + seconds(interval) * retries);
		const log = await readFile(join(place.folder, 'output.log'), 'utf8').catch(() => '');
		await waitUntil(`the health of ${name}`, look, { forMs, everyMs: 200, seen: () => process.tail() || log });
	}
}

/** Replaces the paths of a container by those here, the longest first. */
function replacePaths(text: string, mounts: Map<string, string>): string {
	const paths = [...mounts.keys()].sort((one, other) => other.length - one.length);
	if (paths.length === 0) return text;
	return text.replaceAll(new RegExp(`(?<![\\w.])(${paths.join('|')})(?![\\w-])`, 'g'), (path) => mounts.get(path)!);
}

const randomByte = () => 1 + Math.floor(Math.random() * 250);

function seconds(duration: string): number {
	const [, number, unit] = /^(\d+)(s|m)$/.exec(duration)!;
	return Number(number) * (unit === 'm' ? 60 : 1);
}
