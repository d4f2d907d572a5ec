import type { UserTaskSummary } from '../../engine-adapter/embedded/work/work-directory';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Caller } from '../../manifests/registry/api/access';
import type { ManifestSummary } from '../../manifests/registry/api/lifecycle';

/** Lists the drafts of the registry of the service, the newest first. */
export type DraftLister = (caller: Caller, max: number) => Promise<ManifestSummary[]>;

/** Lists the open user tasks that wait for a caller, the oldest first. */
export type TaskLister = (grant: Grant, max: number) => Promise<UserTaskSummary[]>;
