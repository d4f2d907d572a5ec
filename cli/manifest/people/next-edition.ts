import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSigners } from '../../../manifests/keys/key-files';
import { signRoot, type SignedRoot } from '../../../manifests/keys/sign-root';
import { writeAtomically } from '../../../manifests/write-file';
import { draftRoot } from '../keys/keys-run';
import { publishEdition, readLastEdition } from '../keys/publish-root';
import { wrongUse, type OpenRegistry, type RegistryOptions } from '../shared/open-registry';
import { readPassphrase } from '../../terminal/passphrase';
import { countNouns } from '../../terminal/format-text';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';

export interface EditionOptions extends RegistryOptions {
	/** Folders of root keys. */
	rootKeys?: string[];
	/** Required number of approvals. */
	approvals?: number;
	yes?: boolean;
	/** True if a person knows what the edition ends, and agreed. */
	isTold?: boolean;
}

type Draft = SignedRoot & { payload: string };

const rootDays = 3650;

/** Drafts the edition that follows the registry's last one, and signs it with the root keys at hand. @throws TroupeError INPUT_INVALID */
export async function draftEdition(
	registry: OpenRegistry,
	changes: Pick<Parameters<typeof draftRoot>[1], 'add' | 'retire' | 'revoke'>,
	{ rootKeys = [], approvals }: EditionOptions,
	terminal: Terminal,
): Promise<Draft> {
	const previous = await readLastEdition(registry);
	const thresholds = approvals === undefined ? {} : { approver: approvals };
	const { payload, version } = draftRoot(
		previous,
		{ ...changes, thresholds, days: rootDays, nowMs: Date.now() },
		'Add another person for the role first (`troupe manifest people add`). Fewer approvers than before also need a lower --approvals.',
	);
	const signers = [];
	for (const folder of rootKeys) {
		const found = readSigners(resolve(folder), 'root', await readPassphrase(resolve(folder), 'root', terminal));
		if (found.length === 0) throw wrongUse(`There is no root key in ${resolve(folder)}`, 'Name with --root-keys the folder of a root key.');
		signers.push(...found);
	}
	const edition = { name: `edition ${version} of the root`, bytes: Buffer.from(payload) };
	return { ...(await signRoot({ edition, previous, signers })), payload };
}

/** Writes the edition, and publishes it if no signature is missing. Otherwise it tells who goes on, and how: exit code 1. */
export async function submitEdition(
	{ version, tokens, payload, missing }: Draft,
	file: string,
	options: EditionOptions,
	terminal: Terminal,
	registry: OpenRegistry,
): Promise<ExitCode> {
	if (existsSync(file)) throw wrongUse(`${file} exists already`, 'Name another file with --output, or remove this one.');
	writeAtomically(file, tokens === '' ? payload : tokens);
	const more = Math.max(missing.byItself, missing.byPrevious);
	if (more === 0) return publishEdition({ name: file, bytes: Buffer.from(tokens) }, options, terminal, registry);
	terminal.note(
		`Edition ${version} of the root is in ${file}, and ${countNouns(more, 'signature')} ${more === 1 ? 'is' : 'are'} missing. Until it is published, the root is as before. Next, for each holder of a root key: \`troupe manifest keys sign-root ${file} --keys FOLDER\`. Then: \`troupe manifest keys publish ${file}\`.`,
	);
	return 1;
}
