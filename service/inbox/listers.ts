import type { UserTaskSummary } from '../../engine-adapter/embedded/work/work-directory';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Caller } from '../../manifests/registry/api/access';
import type { ManifestSummary } from '../../manifests/registry/api/lifecycle';

export type DraftLister = (caller: Caller, max: number) => Promise<ManifestSummary[]>;

export type TaskLister = (grant: Grant, max: number) => Promise<UserTaskSummary[]>;
