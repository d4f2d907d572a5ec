import type { SuiteName } from '../dojo-process';
import { banking } from './banking';
import type { BuilderDefinition } from './builder-definition';
import { oneRule, unprotected } from './one-rule';
import { slack } from './slack';
import { travel } from './travel';
import { workspace } from './workspace';

const builders: Record<SuiteName, BuilderDefinition> = { banking, slack, travel, workspace };

/** Names the protection of the agents of a measurement. */
export type Protection = 'builder' | 'one rule' | 'nothing';

export function findDefinition(suite: SuiteName, protection: Protection): BuilderDefinition {
	if (protection === 'nothing') return unprotected;
	return protection === 'builder' ? builders[suite] : oneRule;
}
