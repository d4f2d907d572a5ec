import { userInfo } from 'node:os';

export function readUserName(): string {
	try {
		return userInfo().username;
	} catch {
		return String(process.getuid?.() ?? 'unknown'); // Unknown to the system, as in containers.
	}
}
