import { readUserName } from '../../core/base/user-name';
import type { Writer } from '../../core/ports/writers';

/** The user of this process, who is the operator. */
export const thisUser = (): Writer => ({ name: `user:${readUserName()}`, door: 'command', asker: 'operator' });
