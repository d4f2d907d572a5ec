/** `npm run bench -- mailbox` with few kills: a service that is killed while customers write answers each message once. */
import { killMailbox } from '../../support/channels/mailbox-under-kills';

const kills = 5;
/** Decides when each kill comes, as far as the machine allows: TROUPE_KILL_SEED repeats a run. */
const seed = Number(process.env.TROUPE_KILL_SEED ?? Date.now() % 1_000_000);
/** Leases end after at most a minute and a half, and unknown messages are looked up for as long. */
const limitMs = 900_000;

test(
	`a service that is killed ${kills} times, seed ${seed}, answers each message once`,
	async () => {
		const { messages, lost, doubled } = await killMailbox({ kills, seed, conversations: 10 });
		expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
		expect(messages).toBeGreaterThan(kills);
	},
	limitMs,
);
