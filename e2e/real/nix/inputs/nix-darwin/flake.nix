{
  description = "Stand-in for the part of nix-darwin that fleet/ uses";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";

  outputs = { nixpkgs, ... }: {
    lib.darwinSystem = { modules, specialArgs ? { } }:
      let
        inherit (nixpkgs) lib;
        evaluated = lib.evalModules {
          class = "darwin";
          inherit specialArgs;
          modules = modules ++ [
            (import ./module.nix)
            ({ config, ... }: { _module.args.pkgs = nixpkgs.legacyPackages.${config.nixpkgs.hostPlatform}; })
          ];
        };
      in
      evaluated // { system = evaluated.config.system.build.toplevel; };
  };
}
