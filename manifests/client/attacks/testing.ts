import type { HostileRegistry } from '../../../sandbox/hostile-registry';
import type { RegistryClient } from '../registry-client';

/** What an attack has to leave behind: an error that says what, why, expected, actual and what to do, and a line in the audit log. */
export interface Refusal {
	code: string;
	reason: string;
	document: RegExp;
	expected: unknown;
	actual: unknown;
}

/** Has the client ask, and checks how it was refused; the machine goes on with what it had. */
export async function expectRefused(registry: HostileRegistry, client: RegistryClient, refusal: Refusal): Promise<void> {
	await client.refresh();
	expectToldOf(registry, client.lastError, refusal);
}

export function expectToldOf(registry: HostileRegistry, error: unknown, { code, reason, document, expected, actual }: Refusal): void {
	expect(error).toMatchObject({ code, fix: expect.stringMatching(/\w/) });
	expect((error as { details: unknown }).details).toMatchObject({ reason, document: expect.stringMatching(document), expected, actual });
	const event = code === 'REGISTRY_UNREACHABLE' ? 'registry-fault' : 'refused';
	expect(registry.auditLines).toContainEqual(
		expect.objectContaining({ event, by: 'client', code, reason, document: expect.stringMatching(document), fix: expect.any(String) }),
	);
}
