import { TroupeError } from '../../../core/base/errors';
import type { PackageManifest } from '../../../manifests/documents/package-manifest';

export interface SignOptions {
	keys: string;
	covers: string;
	agents: string;
	n8n?: string;
	/** The file with the list of what its code may use. */
	permissions?: string;
	days: string;
	json?: boolean;
	/** Folder for the manifest of an installed package of another publisher. */
	into?: string;
}

export interface TrustOptions {
	keys: string;
	into: string;
	days: string;
}

export interface ApproveOptions extends TrustOptions {
	approver?: string;
	report?: string;
	json?: boolean;
}

export interface VerifyOptions {
	trust?: string;
	manifest?: string;
	json?: boolean;
}

export interface DevelopOptions {
	keys?: string;
	covers?: string;
	json?: boolean;
}

export function parseDays(text: string): number {
	const days = Number(text);
	if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days;
	throw wrongUse(`--days is ${text}, expected a whole number from 1 to 36500`, 'Write it as --days 90.');
}

export function parseAgentsPolicy(text: string): PackageManifest['unlistedAgents'] {
	if (text === 'allow' || text === 'deny') return text;
	throw wrongUse(`--agents is ${text}, expected allow or deny`, 'Write it as --agents deny.');
}

export function covered(text: string): string[] {
	const entries = text.split(',').map((entry) => entry.trim().replace(/\/+$/, ''));
	if (entries.every((entry) => entry !== '')) return entries;
	throw wrongUse('--covers has an empty entry', 'Write it as --covers bin,dist,package.json.');
}

const wrongUse = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
