import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { labelPattern } from '../../../core/base/version-label';
import { integer, string, time } from './answer-fields';
import { cursor, kind, limit, name, reason, version } from './fields';

/** Packages have no labels: they are installed, not chosen by a range. */
export const labelKey = closed({ kind, name, label: Type.String({ pattern: labelPattern }) });
export type LabelKey = Static<typeof labelKey>;

/** `revision` compares and sets; 0: there is none yet. The reason is stored in the audit log. */
const labelRevision = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 });
export const labelRequest = closed({ version, ...optional({ reason, revision: labelRevision }) });
export type SetLabelRequest = Static<typeof labelRequest> & LabelKey;

/** In the body: proxies log addresses. */
export const removingLabel = closed(optional({ reason, revision: labelRevision }));
export type RemoveLabelRequest = Static<typeof removingLabel> & LabelKey;

export const labelFilter = closed(optional({ kind, name, cursor, limit: limit(500) }));
export type LabelFilter = Static<typeof labelFilter>;

export const label = Type.Object({
	kind,
	name: string,
	label: string,
	version: string,
	/** State of the version: a label to a revoked one is refused. */
	state: Type.Enum(['approved', 'deprecated', 'revoked']),
	/** Rises with each change, also across a removal. */
	revision: integer,
	changedAt: time,
	changedBy: string,
	...optional({ reason: string }),
});
export type Label = Static<typeof label>;

/** Only approvers move these labels. */
export const isProtected = (one: string): boolean => one === 'production';
