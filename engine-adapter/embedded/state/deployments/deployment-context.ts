/** Location of a deployment. `isChanged`: all that is in it gets a version if one file changed (recorded from 8.6 and 8.8). */
export interface DeploymentContext {
	deploymentKey: number;
	tenantId: string;
	isChanged: boolean;
}
