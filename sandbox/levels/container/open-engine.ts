import { type ContainerEngine, findEngine } from './container-engine';
import { readContainerSettings } from './container-settings';

const [foundMs, missingMs] = [5 * 60_000, 10_000];
let asked: { key: string; until: number; engine: Promise<ContainerEngine> } | undefined;

/**
 * Returns the engine of this machine. Its answer is used for some minutes, or for some seconds if there is none.
 * @throws TroupeError NOT_SUPPORTED, INPUT_INVALID
 */
export async function openEngine(now = Date.now()): Promise<ContainerEngine> {
	const settings = readContainerSettings();
	const key = JSON.stringify([settings, process.env.PATH, process.env.DOCKER_HOST]);
	if (asked?.key === key && now < asked.until) return asked.engine;
	const asking = { key, until: now + foundMs, engine: findEngine(settings) };
	asked = asking;
	asking.engine.catch(() => (asking.until = now + missingMs));
	return asking.engine;
}

/** Asks again at the next start: the image may have been removed. */
export function forgetEngine(): void {
	asked = undefined;
}
