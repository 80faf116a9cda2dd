import { join } from 'node:path';
import { profileLogin } from './aws-profile';
import { chooseWay, given, hasEnded, type LoginWay, type Surroundings, textOf } from './surroundings';

/** Both halves of a login, or what lacks of it. */
function keys(around: Surroundings): LoginWay | undefined {
  const [id, secret] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
  const [hasId, hasSecret] = [given(around, id), given(around, secret)];
  if (!hasId && !hasSecret) return undefined;
  if (hasId && hasSecret) return { complete: true, by: id };
  return { complete: false, missing: hasId ? `${id} is set without ${secret}` : `${secret} is set without ${id}` };
}

/** How a pipeline logs in: a token of its own for a role. */
function webIdentity(around: Surroundings): LoginWay | undefined {
  const [file, role] = [given(around, 'AWS_WEB_IDENTITY_TOKEN_FILE'), given(around, 'AWS_ROLE_ARN')];
  if (!file) return undefined;
  const refuse = (missing: string): LoginWay => ({ complete: false, final: true, missing });
  if (!role) return refuse('AWS_WEB_IDENTITY_TOKEN_FILE is set without AWS_ROLE_ARN');
  const token = textOf(file);
  if (token === undefined) return refuse(`AWS_WEB_IDENTITY_TOKEN_FILE names ${file}, which can't be read`);
  if (hasEnded(token, around.now)) return refuse(`the token in ${file} (AWS_WEB_IDENTITY_TOKEN_FILE) has expired`);
  const account = /^arn:[\w-]+:iam::(\d{12}):/.exec(role)?.[1];
  return { complete: true, by: `AWS_ROLE_ARN ${role}`, ...(account ? { account } : {}) };
}

/** The role of a container or of EKS Pod Identity. */
function container(around: Surroundings): LoginWay | undefined {
  const name = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'].find((one) => given(around, one));
  return name === undefined ? undefined : { complete: true, by: name };
}

/** A machine of EC2 may have a role; whether it has one only its metadata service could tell. */
function machine(around: Surroundings): LoginWay | undefined {
  if (given(around, 'AWS_EC2_METADATA_DISABLED')?.toLowerCase() === 'true') return undefined;
  const maker = textOf(join(around.machine, 'sys_vendor')) ?? '';
  return /amazon/i.test(maker) ? { complete: true, by: 'the role of this machine' } : undefined;
}

/** In the order in which the AWS provider and the AWS command look (docs.aws.amazon.com/sdkref, standardized credential providers). */
const ways = [keys, webIdentity, profileLogin, container, machine] as const;

/** How whoever runs this is logged in at AWS, as far as variables and files tell; undefined when there is no trace of a login. */
export const awsLogin = (around: Surroundings): LoginWay | undefined => chooseWay(ways.map((way) => way(around)));

export const awsWays =
  'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE with a profile of ~/.aws/config (aws configure sso), or in a pipeline AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE; a machine or container on AWS may have a role of its own';
