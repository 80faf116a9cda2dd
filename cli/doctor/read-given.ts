import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { ProblemError, problem } from '../../config/problems';
import type { CommonOptions, Io } from '../command';
import { requireEnvironment } from '../environment';
import { fileProblem } from '../run/write-errors';
import { type DoctorInput, doctorInput, doctorInputShape } from './input';
import type { OutsideGiven } from './outside-connection';

export interface DoctorOptions extends CommonOptions {
  readonly as?: string;
  readonly kit?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly ca?: string;
  readonly tokenFile?: string;
  readonly clientSecretFile?: string;
  readonly connect?: string;
  readonly portal?: boolean;
  readonly keto?: string;
}

const refuse = (code: string, message: string, hint: string) => new ProblemError([problem(code, message, hint)]);

/** The text of a file that was named; the message names the file and nothing of it. @throws ProblemError DOC-FILE */
function textOf(io: Io, path: string): string {
  try {
    return readFileSync(resolve(io.cwd, path), 'utf8');
  } catch (error) {
    const found = fileProblem(error, path)?.message;
    throw refuse('DOC-FILE', found ?? `${path} can't be read`, 'name a file that is there and that you may read');
  }
}

/** What is known of the participant: from the hand-over kit, or from the workbench file. @throws ProblemError */
export function knownOf(io: Io, name: string | undefined, options: DoctorOptions): DoctorInput {
  if (options.kit !== undefined) return fromKit(io, options.kit);
  const { model } = requireEnvironment(io, name);
  const participant = model.config.participants.find(({ id }) => id === options.as);
  const input = participant && doctorInput(model, participant);
  if (input) return input;
  const there = model.config.participants.filter(({ retired }) => !retired).map(({ id }) => id);
  const fault = participant ? 'has retired' : 'is not in the workbench file';
  throw refuse('DOC-PARTICIPANT', `${options.as} ${fault}`, `participants: ${there.join(', ') || 'none'}`);
}

function fromKit(io: Io, folder: string): DoctorInput {
  const path = join(folder, 'doctor.json');
  const text = textOf(io, path);
  const read = doctorInputShape.safeParse(parsed(text));
  if (read.success) return read.data;
  const fields = read.error.issues.map((issue) => issue.path.join('.') || 'the whole file');
  throw refuse('DOC-FILE', `${path} is not what the kit had: ${fields.join(', ')}`, 'take the file of the kit again');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `192.0.2.1`, `192.0.2.1:8443` or `[2001:db8::1]:8443`. */
function placeOf(text: string): { address: string; port?: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+|[0-9a-f:]+?))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const address = isIP(text) ? text : (bracketed ?? plain ?? '');
  const number = isIP(text) || port === undefined ? undefined : Number(port);
  if (!isIP(address) || (number !== undefined && (number < 1 || number > 65535)))
    throw refuse('DOC-OPTION', `--connect ${text} is no address`, 'write it as 192.0.2.1 or 192.0.2.1:8443');
  return number === undefined ? { address } : { address, port: number };
}

/** Reads the files of the participant. @throws ProblemError for options that do not go together */
export function givenOf(io: Io, options: DoctorOptions): OutsideGiven {
  const { certificate, key, ca, tokenFile, clientSecretFile, connect } = options;
  if ((certificate === undefined) !== (key === undefined))
    throw refuse('DOC-OPTION', '--certificate and --key go together', 'give both, or none to look at the way alone');
  if (tokenFile !== undefined && clientSecretFile !== undefined)
    throw refuse('DOC-OPTION', '--token-file and --client-secret-file are one too many', 'give one of them');
  const text = (path: string | undefined) => (path === undefined ? undefined : textOf(io, path));
  const [token, clientSecret] = [text(tokenFile)?.trim(), text(clientSecretFile)?.trim()];
  if (token !== undefined && !/^[\w.~+/=-]+$/.test(token))
    throw refuse('DOC-FILE', `${tokenFile} holds no token`, 'put the token alone into the file, without "Bearer"');
  const given = { certificate: text(certificate), key: text(key), ca: text(ca), token, clientSecret };
  const there = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...there, ...(connect === undefined ? {} : { connect: placeOf(connect) }) };
}
