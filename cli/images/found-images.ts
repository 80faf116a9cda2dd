import { imageName, parseImage } from './reference';

const imageLine = /(?:^|[\s,{[])["']?(?:\w*[iI]mage|\w*_IMAGE)["']?:\s*["']?([^\s"',}\]]+)/g;
/** How containers and operators name images in variables: `- name: RELATED_IMAGE_X` with its value on the next line. */
const imageVariable = /name:\s*["']?\w*IMAGES?\w*["']?\s*\n\s*value:\s*["']?([^\s"']+)/g;
/** `3.9.0=quay.io/strimzi/kafka:0.47.0-kafka-3.9.0`, a version a line. */
const versionedImage = /^\s*\d+(?:\.\d+)+=([^\s"']+)$/gm;
/** Operators' own options: `--acme-http01-solver-image=quay.io/…`, and that of the Prometheus operator whose name does not say it. */
const imageOption = /--(?:[\w-]*image|prometheus-config-reloader)=([^\s"']+)/g;
const repositoryAndTag = /repository:\s*["']?([^\s"']+)["']?\s*\n\s*tag:\s*["']?([^\s"']+)/g;

/** Images that a rendered manifest, or a text inside one, names: those of containers, of custom resources and of operators' variables. */
export function imagesInText(text: string): string[] {
  const named = [
    ...text.matchAll(imageLine),
    ...text.matchAll(imageVariable),
    ...text.matchAll(versionedImage),
    ...text.matchAll(imageOption),
  ].map(([, name = '']) => name);
  const apart = [...text.matchAll(repositoryAndTag)].map(([, repository, tag]) => `${repository}:${tag}`);
  return distinct([...named, ...apart]);
}

/** Images that plain data names under a key that ends in `image`, and in the texts inside it. */
export function imagesInData(data: unknown): string[] {
  const found: string[] = [];
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (/image$/i.test(key)) found.push(value);
      if (/image/i.test(value)) found.push(...imagesInText(value));
    } else if (typeof value === 'object' && value !== null) for (const [name, child] of Object.entries(value)) walk(child, name);
  };
  walk(data, '');
  return distinct(found);
}

const distinct = (names: readonly string[]) => [
  ...new Set(
    names.flatMap((name) => {
      const image = parseImage(name);
      return image ? [imageName(image)] : [];
    }),
  ),
];
