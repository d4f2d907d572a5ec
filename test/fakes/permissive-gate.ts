import type { Gate, GateSubject, ManifestReference, NodeGate } from '../../core/ports/manifests';

/** The manifest that the gate below reports for a run. */
export const testManifest: ManifestReference = {
	package: 'n8n-nodes-troupe',
	version: '0.0.0-test',
	sha256: '0'.repeat(64),
	keyId: 'test',
	root: 'bundled',
	development: true,
};

/** Creates a gate for tests of other parts: admits everything and records the requests. */
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

/** The same for nodes of n8n that run as tasks. */
export function openNodeGate(): NodeGate & { admitted: Array<string | undefined> } {
	const admitted: Array<string | undefined> = [];
	return {
		admitted,
		admit: async (nodeType) => {
			admitted.push(nodeType);
			return { stamp: 'test' };
		},
	};
}
