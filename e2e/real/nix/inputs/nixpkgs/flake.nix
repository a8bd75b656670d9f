{
  description = "Stand-in for the part of nixpkgs that fleet/ uses";

  outputs = _:
    let
      lib = import ./lib;
      systems = [ "x86_64-linux" "aarch64-linux" "aarch64-darwin" ];
    in
    {
      inherit lib;
      legacyPackages = lib.genAttrs systems (system: import ./packages.nix { inherit lib system; });
    };
}
