/**
 * Kills `troupe serve` 100 times at random moments while customers write bursts at two providers. Each reply repeats what it answers. Counts turns
 * that nothing answered and replies that were sent twice. Goal: 0.
 */
import { killMailbox } from '../../../test/support/channels/mailbox-under-kills';

const kills = Number(process.env.BENCH_KILLS ?? 100);
/** Repeats a run, as far as the machine allows. */
const seed = Number(process.env.BENCH_SEED ?? Date.now() % 1_000_000);

export async function run(): Promise<number> {
	console.log(`seed ${seed}`);
	const onKill = (kill: number) => kill % 10 === 0 && console.log(`${kill} kills`);
	const { messages, replies, lost, doubled, unknown } = await killMailbox({ kills, seed, conversations: 40, onKill });
	console.log(`${messages} messages, ${replies} replies, ${kills} kills`);
	console.log(`lost: ${lost.join(' ') || 'none'}; doubled: ${doubled.join(' ') || 'none'}`);
	console.log(`replies with an unknown outcome, listed for a person, at the provider that cannot be asked: ${unknown.length} messages`);
	return lost.length + doubled.length;
}
