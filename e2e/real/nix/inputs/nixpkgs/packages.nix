# Packages that really build: /bin/sh and the system's own tools make each, and each is a script that says its name.
{ lib, system }:
let
  # The last line keeps the shell itself until the end: it would hand its place to the last program, which closes its
  # output before it ends, and Nix kills a builder whose output is closed.
  runCommand = name: env: script:
    derivation ({
      inherit name system;
      builder = "/bin/sh";
      args = [ "-euc" "${script}\n:" ];
      PATH = "/usr/bin:/bin";
    } // env);

  writeText = name: text:
    runCommand name { inherit text; passAsFile = [ "text" ]; } ''cp "$textPath" "$out"'';

  writeScript = name: text:
    runCommand name { inherit text; passAsFile = [ "text" ]; } ''cp "$textPath" "$out"; chmod 755 "$out"'';

  # One folder of links to what is in the packages' own folders.
  buildEnv = { name, paths }:
    runCommand name { inherit paths; } ''
      mkdir -p "$out"
      for one in $paths; do
        (cd "$one" && find . -type f -o -type l) | while read -r file; do
          if [ -e "$out/$file" ]; then echo "two packages bring $file" >&2; exit 1; fi
          mkdir -p "$out/$(dirname "$file")"
          ln -s "$one/''${file#./}" "$out/$file"
        done
      done
    '';

  program = name: commands:
    runCommand "${name}-26.05" { inherit commands; } ''
      mkdir -p "$out/bin"
      for one in $commands; do
        printf '#!/bin/sh\necho "%s stand-in"\n' "$one" > "$out/bin/$one"
        chmod 755 "$out/bin/$one"
      done
    '';
in
{
  inherit lib system runCommand writeText writeScript buildEnv;
  stdenv.hostPlatform = {
    inherit system;
    isLinux = lib.hasSuffix "-linux" system;
    isDarwin = lib.hasSuffix "-darwin" system;
  };
  curl = program "curl" [ "curl" ];
  git = program "git" [ "git" ];
  home-manager = program "home-manager" [ "home-manager" ];
  jq = program "jq" [ "jq" ];
  k3d = program "k3d" [ "k3d" ];
  kubectl = program "kubectl" [ "kubectl" ];
  kubernetes-helm = program "kubernetes-helm" [ "helm" ];
  kustomize = program "kustomize" [ "kustomize" ];
  nano = program "nano" [ "nano" ];
  ripgrep = program "ripgrep" [ "rg" ];
  tailscale = program "tailscale" [ "tailscale" "tailscaled" ];
  yq-go = program "yq-go" [ "yq" ];
}
