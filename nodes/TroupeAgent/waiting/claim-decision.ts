/** Long enough for n8n to note that the execution runs, and short enough to try again where it could not. */
const heldMs = 10_000;

const held = new Map<string, number>();

/**
 * Takes the decision about these suspended runs for one request of this process. n8n loads the execution for each request by itself, and lets
 * one of them resume it later; the others would see its error instead of a page.
 * @returns false where another request has it
 */
export function claimDecision(suspensions: string[], now: number): boolean {
	for (const [name, until] of held) if (until <= now) held.delete(name);
	const name = JSON.stringify(suspensions);
	if (held.has(name)) return false;
	held.set(name, now + heldMs);
	return true;
}
