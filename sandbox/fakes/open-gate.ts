import type { Gate, GateSubject, ManifestReference } from '../../core/ports';

/** The manifest that the gate below says allowed a run. */
export const testManifest: ManifestReference = {
	package: 'n8n-nodes-troupe',
	version: '0.0.0-test',
	sha256: '0'.repeat(64),
	keyId: 'test',
	root: 'bundled',
	development: true,
};

/** A gate for tests of other parts: admits everything and records what asked. */
export function openGate(): Gate & { admitted: GateSubject[] } {
	const admitted: GateSubject[] = [];
	return {
		admitted,
		admit: async (subject) => {
			admitted.push(subject);
			return testManifest;
		},
	};
}
