import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryOn } from '../../manifests/registry/open-registry';
import type { RegistryEvent } from '../../manifests/registry/registry-api';
import { openStore } from '../../manifests/registry/store/open-store';
import { redisChannel } from '../../providers/redis/redis-channel';
import { SharedWakeUps } from '../../providers/wake-ups/shared-wake-ups';
import { findRedis, startRedis } from '../support/servers/redis-server';
import { ada, gatherPeople } from '../support/registry/registry-people';
import { waitUntil } from '../support/wait-until';

const program = findRedis();
const onRedis = program ? test : test.skip;

onRedis(
	`over Redis, a change reaches the readers of another process where the database tells nothing${program ? '' : ' (skipped: there is no redis-server on this machine)'}`,
	async () => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-registry-wake-'));
		const redis = await startRedis(program!);
		const people = await gatherPeople();
		const open = async () => {
			const store = await openStore(join(folder, 'registry.db'));
			// As behind a pooler, which swallows NOTIFY.
			const deaf = { ...store, watch: () => () => Promise.resolve() };
			const wakeUps = new SharedWakeUps({ channel: redisChannel(redis.url) });
			return registryOn(deaf, { root: people.root, keys: people.signers, wakeUps });
		};
		const [writer, reader] = [await open(), await open()];
		const stop = new AbortController();
		const events: RegistryEvent[] = [];
		const following = (async () => {
			for await (const event of reader.events(ada, 0, stop.signal)) events.push(event);
		})();
		const countChanges = () => events.filter(({ type }) => type === 'policy.changed').length;
		await writer.setPolicy(ada, { graceSeconds: 1 });
		await waitUntil('the first event', () => countChanges() === 1, { seen: () => events });
		await writer.setPolicy(ada, { graceSeconds: 2 });
		await waitUntil('the second event', () => countChanges() === 2, { everyMs: 1 });
		stop.abort();
		await following;
		await Promise.all([writer.close(), reader.close(), redis.stop()]);
		rmSync(folder, { recursive: true, force: true });
	},
);
