import { quoteForShell } from '../../core/switches/find-switch';
import type { Terminal } from '../terminal/terminal';

/** Names a command that goes on where this one worked: without `--service`, it would act on this machine. */
export const nameCommand = (command: string, { service }: Pick<Terminal, 'service'>): string =>
	service === undefined ? command : `${command} --service ${quoteForShell(service)}`;
