import { QueryObserver, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { customerUserPhoto } from "../../api/photos";
import type { AppSourceView, PhotoView } from "../../bridge/bindings";
import { Avatar } from "../../kit/Avatar";
import { initialsOf } from "../../lib/initials";

/** How long somebody must stay in sight before their photo is read: scrolling passes thousands. */
const settleFor = 120;

/** Twice what they measure, for sharp screens. */
const sides = { small: 44, large: 92 } as const;

type Person = { source: string; login: string; values: { [variable: string]: string } };

type Props = {
  person: Person;
  sources: readonly AppSourceView[];
  size: "small" | "large";
};

/** Somebody's photo where a directory has one, else their initials. */
export function PersonAvatar({ person, sources, size }: Props) {
  const { source } = person;
  const isOfDirectory = sources.some((one) => one.id === source && one.backEnd === "directory");
  return isOfDirectory ? (
    <PhotoAvatar person={person} size={size} />
  ) : (
    <PlainAvatar person={person} size={size} picture={null} />
  );
}

/** Asks the directory; people elsewhere, of whom a list has many, ask nobody. */
function PhotoAvatar({ person, size }: Omit<Props, "sources">) {
  const picture = usePhoto(person.source, person.login, sides[size]);
  return <PlainAvatar person={person} size={size} picture={picture} />;
}

function PlainAvatar(props: Omit<Props, "sources"> & { picture: PhotoView | null }) {
  const { login, values } = props.person;
  return (
    <Avatar
      size={props.size}
      initials={initialsOf(values.UserFirstname ?? "", values.UserLastname ?? "")}
      seed={login}
      picture={props.picture}
    />
  );
}

/** What a query would do, begun for those alone who stay in sight: rows change with each letter. */
function usePhoto(source: string, login: string, side: number): PhotoView | null {
  const client = useQueryClient();
  const [read, setRead] = useState<{ login: string; photo: PhotoView | null } | null>(null);
  useEffect(() => {
    let leave = () => {};
    const timer = setTimeout(() => {
      const photo = new QueryObserver(client, customerUserPhoto(source, login, side));
      leave = photo.subscribe(({ data }) => setRead({ login, photo: data ?? null }));
    }, settleFor);
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [client, source, login, side]);
  if (read?.login === login) return read.photo;
  return client.getQueryData(customerUserPhoto(source, login, side).queryKey) ?? null;
}
