/** Descriptor for discovery notes. The one before is bubblewrap's. */
export const discoveryDescriptor = 6;

/**
 * Watches code: Node's permission model names refused access, and the kernel refuses it. Variable names come from the code's own environment reads.
 * Code can hide from this; hidden access is refused when the list is enforced.
 */
export const discoverySource = `
{
	const { writeSync } = require('node:fs');
	const seen = new Set();
	/** The folders of the code that is watched, once other code has said that it begins. */
	let watched;
	const note = (kind, name) => {
		const line = JSON.stringify([kind, String(name).slice(0, 4096)]);
		if (seen.has(line) || seen.size > 5000) return;
		seen.add(line);
		try { writeSync(${discoveryDescriptor}, line + '\\n'); } catch {}
	};
	process[Symbol.for('troupe.discovery')] = (folders) => {
		if (watched) return;
		watched = folders;
		seen.clear();
		note('begin', 'begin');
	};
	const { subscribe } = require('node:diagnostics_channel');
	subscribe('node:permission-model:fs', ({ permission, resource }) => note(permission === 'FileSystemWrite' ? 'write' : 'read', resource));
	subscribe('node:permission-model:child', ({ resource }) => note('program', resource));
	const stackOf = Error.captureStackTrace;
	process.env = new Proxy(process.env, {
		get(variables, name) {
			if (typeof name === 'string') {
				const place = {};
				stackOf(place);
				// Node itself reads some, such as those about colours, and n8n hundreds.
				const reader = place.stack.split('\\n')[2] ?? '';
				if (!/(?:\\(| )node:/.test(reader) && (watched?.some((folder) => reader.includes(folder)) ?? true)) note('environment', name);
			}
			return variables[name];
		},
	});
}
`;
